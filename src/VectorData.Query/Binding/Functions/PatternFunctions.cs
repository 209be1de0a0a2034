using System.Text.RegularExpressions;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Evaluation;
using VectorData.Query.Evaluation.Nodes;
using VectorData.Query.Evaluation.Patterns;
using static VectorData.Query.Binding.Functions.FunctionList;

namespace VectorData.Query.Binding.Functions;

/// <summary>LIKE, regular expressions and what is built on them.</summary>
internal static class PatternFunctions
{
    public static void AddTo(FunctionList list)
    {
        AddLike(list, "~~", ignoreCase: false, negate: false);
        AddLike(list, "!~~", ignoreCase: false, negate: true);
        AddLike(list, "~~*", ignoreCase: true, negate: false);
        AddLike(list, "!~~*", ignoreCase: true, negate: true);
        AddMatch(list, "~", "", negate: false);
        AddMatch(list, "!~", "", negate: true);
        AddMatch(list, "~*", "i", negate: false);
        AddMatch(list, "!~*", "i", negate: true);
        list.Add("similar_to_escape(text, text) boolean", V((context, a) => Value.Of(Regexes.Similar(context, a[1].AsString(), "\\").IsMatch(a[0].AsString()))));
        list.Add("similar_to_escape(text, text, text) boolean",
            V((context, a) => Value.Of(Regexes.Similar(context, a[1].AsString(), a[2].AsString()).IsMatch(a[0].AsString()))));
        AddReplace(list);
        AddFind(list);
    }

    private static void AddLike(FunctionList list, string symbol, bool ignoreCase, bool negate)
    {
        list.Add(symbol + "(text, text) boolean", (arguments, _) => new LikeNode(arguments[0], arguments[1], null, ignoreCase, negate));
        list.Add(symbol + "(text, text, text) boolean", (arguments, _) => new LikeNode(arguments[0], arguments[1], arguments[2], ignoreCase, negate));
        if (!ignoreCase)
            list.Add(symbol + "(bytea, bytea) boolean", (arguments, _) => new LikeNode(arguments[0], arguments[1], null, ignoreCase, negate));
    }

    private static void AddMatch(FunctionList list, string symbol, string flags, bool negate) =>
        list.Add(symbol + "(text, text) boolean", V((context, a) => Value.Of(Regexes.Get(context, a[1].AsString(), flags).IsMatch(a[0].AsString()) != negate)));

    private static void AddReplace(FunctionList list)
    {
        list.Add("regexp_replace(text, text, text) text", V((context, a) => Replace(context, a, "")));
        list.Add("regexp_replace(text, text, text, text) text", V((context, a) => Replace(context, a, a[3].AsString())));
        list.Add("regexp_like(text, text) boolean", V((context, a) => Value.Of(Regexes.Get(context, a[1].AsString(), "").IsMatch(a[0].AsString()))));
        list.Add("regexp_like(text, text, text) boolean", V((context, a) => Value.Of(Regexes.Get(context, a[1].AsString(), a[2].AsString()).IsMatch(a[0].AsString()))));
        list.Add("regexp_count(text, text) integer", V((context, a) => Value.Of(Regexes.Get(context, a[1].AsString(), "").Count(a[0].AsString()))));
        list.Add("regexp_substr(text, text) text", V((context, a) =>
            Regexes.Get(context, a[1].AsString(), "").Match(a[0].AsString()) is { Success: true } match ? Value.Of(match.Value) : Value.Null(SqlType.Text)));
        list.Add("substring(text, text) text", V(SubstringByPattern));
    }

    private static void AddFind(FunctionList list)
    {
        list.Add("regexp_match(text, text) text[]", V((context, a) => Match(context, a, "")));
        list.Add("regexp_match(text, text, text) text[]", V((context, a) => Match(context, a, a[2].AsString())));
        list.Add("regexp_split_to_array(text, text) text[]", V((context, a) => Split(context, a, "")));
        list.Add("regexp_split_to_array(text, text, text) text[]", V((context, a) => Split(context, a, a[2].AsString())));
    }

    private static Value Replace(EvaluationContext context, ReadOnlySpan<Value> arguments, string flags)
    {
        var regex = Regexes.Get(context, arguments[1].AsString(), flags.Replace("g", "", StringComparison.Ordinal));
        var replacement = Regexes.TranslateReplacement(arguments[2].AsString());
        return Value.Of(regex.Replace(arguments[0].AsString(), replacement, flags.Contains('g', StringComparison.Ordinal) ? -1 : 1));
    }

    private static Value SubstringByPattern(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var match = Regexes.Get(context, arguments[1].AsString(), "").Match(arguments[0].AsString());
        if (!match.Success)
            return Value.Null(SqlType.Text);
        var group = match.Groups.Count > 1 ? match.Groups[1] : match.Groups[0];
        return group.Success ? Value.Of(group.Value) : Value.Null(SqlType.Text);
    }

    private static Value Match(EvaluationContext context, ReadOnlySpan<Value> arguments, string flags)
    {
        if (flags.Contains('g', StringComparison.Ordinal))
            throw new VectorDbException(SqlStates.InvalidParameterValue, "regexp_match() does not support the \"global\" option")
            {
                Hint = "Use the regexp_matches function instead.",
            };
        var match = Regexes.Get(context, arguments[1].AsString(), flags).Match(arguments[0].AsString());
        return match.Success ? Value.Of(new SqlArray(SqlType.Text, Groups(match))) : Value.Null(SqlType.ArrayOf(SqlType.Text));
    }

    private static Value[] Groups(Match match)
    {
        if (match.Groups.Count == 1)
            return [Value.Of(match.Value)];
        var groups = new Value[match.Groups.Count - 1];
        for (var i = 0; i < groups.Length; i++)
            groups[i] = match.Groups[i + 1].Success ? Value.Of(match.Groups[i + 1].Value) : Value.Null(SqlType.Text);
        return groups;
    }

    private static Value Split(EvaluationContext context, ReadOnlySpan<Value> arguments, string flags)
    {
        var text = arguments[0].AsString();
        var parts = new List<Value>();
        var start = 0;
        foreach (Match match in Regexes.Get(context, arguments[1].AsString(), flags).Matches(text))
        {
            // An empty match splits between characters, not at the ends.
            if (match.Length == 0 && (match.Index == 0 || match.Index >= text.Length || match.Index == start))
                continue;
            parts.Add(Value.Of(text[start..match.Index]));
            start = match.Index + match.Length;
        }

        parts.Add(Value.Of(text[start..]));
        return Value.Of(new SqlArray(SqlType.Text, [.. parts]));
    }
}
