using System.Text;
using System.Text.RegularExpressions;
using VectorData.Core.Errors;

namespace VectorData.Query.Evaluation.Patterns;

/// <summary>
/// PostgreSQL's advanced regular expressions on .NET's engine: without backtracking where the pattern allows it, with a time limit where not.
/// </summary>
internal static class Regexes
{
    private const string InvalidRegularExpression = "2201B";
    private const int MostCached = 64;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["alpha"] = "\\p{L}",
        ["digit"] = "0-9",
        ["alnum"] = "\\p{L}0-9",
        ["upper"] = "\\p{Lu}",
        ["lower"] = "\\p{Ll}",
        ["space"] = "\\s",
        ["blank"] = " \\t",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["xdigit"] = "0-9A-Fa-f",
        ["word"] = "\\w",
        ["cntrl"] = "\\x00-\\x1f\\x7f",
        ["print"] = "\\x20-\\x7e\\u00a0-\\uffff",
        ["graph"] = "\\x21-\\x7e\\u00a1-\\uffff",
    };

    /// <summary>A pattern with PostgreSQL's flags (i, c, n, s, x), made once for an execution.</summary>
    public static Regex Get(EvaluationContext context, string pattern, string flags)
    {
        var cache = context.Cached(Classes, () => new Dictionary<(string, string), Regex>());
        if (cache.TryGetValue((pattern, flags), out var regex))
            return regex;
        if (cache.Count >= MostCached)
            cache.Clear();
        var options = Options(flags);
        return cache[(pattern, flags)] = Create(pattern, Translate(pattern, options.HasFlag(RegexOptions.Multiline)), options);
    }

    /// <summary>A SIMILAR TO pattern.</summary>
    public static Regex Similar(EvaluationContext context, string pattern, string escape)
    {
        var cache = context.Cached(Classes, () => new Dictionary<(string, string), Regex>());
        var key = (pattern, "similar " + escape);
        if (!cache.TryGetValue(key, out var regex))
            cache[key] = regex = Create(pattern, TranslateSimilar(pattern, escape), RegexOptions.Singleline);
        return regex;
    }

    /// <summary>\1 and \&amp; of a replacement to .NET's $1 and $0.</summary>
    public static string TranslateReplacement(string replacement)
    {
        var result = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] == '$')
                result.Append("$$");
            else if (replacement[i] != '\\' || i + 1 == replacement.Length)
                result.Append(replacement[i]);
            else if (char.IsAsciiDigit(replacement[++i]))
                result.Append("${").Append(replacement[i]).Append('}');
            else if (replacement[i] == '&')
                result.Append("${0}");
            else
                result.Append(replacement[i]);
        }

        return result.ToString();
    }

    private static Regex Create(string pattern, string translated, RegexOptions options)
    {
        options |= RegexOptions.CultureInvariant;
        try
        {
            return new Regex(translated, options | RegexOptions.NonBacktracking, TimeLimit);
        }
        catch (NotSupportedException)
        {
            // Back references and look-around need the backtracking engine.
            return new Regex(translated, options, TimeLimit);
        }
        catch (ArgumentException e)
        {
            throw new VectorDbException(InvalidRegularExpression, $"invalid regular expression: {Reason(e)}", e) { Detail = $"The pattern is \"{pattern}\"." };
        }
    }

    private static string Reason(ArgumentException e) => e is RegexParseException parse
        ? parse.Error switch
        {
            RegexParseError.InsufficientClosingParentheses or RegexParseError.InsufficientOpeningParentheses => "parentheses () not balanced",
            RegexParseError.UnterminatedBracket => "brackets [] not balanced",
            RegexParseError.QuantifierAfterNothing or RegexParseError.NestedQuantifiersNotParenthesized => "quantifier operand invalid",
            RegexParseError.ReversedCharacterRange => "invalid character range",
            RegexParseError.UnescapedEndingBackslash or RegexParseError.UnrecognizedEscape => "invalid escape \\ sequence",
            _ => parse.Message,
        }
        : e.Message;

    private static RegexOptions Options(string flags)
    {
        var options = RegexOptions.Singleline;
        foreach (var flag in flags)
        {
            switch (flag)
            {
                case 'i':
                    options |= RegexOptions.IgnoreCase;
                    break;
                case 'c':
                    options &= ~RegexOptions.IgnoreCase;
                    break;
                case 'n' or 'm':
                    options = (options & ~RegexOptions.Singleline) | RegexOptions.Multiline;
                    break;
                case 'x':
                    options |= RegexOptions.IgnorePatternWhitespace;
                    break;
                case 's' or 't':
                    break;
                default:
                    throw new VectorDbException(SqlStates.InvalidParameterValue, $"invalid regular expression option: \"{flag}\"");
            }
        }

        return options;
    }

    private static string Translate(string pattern, bool isMultiline)
    {
        if (pattern.StartsWith("***=", StringComparison.Ordinal))
            return Regex.Escape(pattern[4..]);
        var result = new StringBuilder(pattern.Length + 8);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\' when i + 1 < pattern.Length:
                    i++;
                    result.Append(pattern[i] switch
                    {
                        'm' => "\\b(?=\\w)",
                        'M' => "\\b(?<=\\w)",
                        'y' => "\\b",
                        'Y' => "\\B",
                        'Z' => "\\z",
                        var c => "\\" + c,
                    });
                    break;
                case '[':
                    i = TranslateBracket(pattern, i, result);
                    break;
                case '$' when !isMultiline:
                    // .NET's $ also stands before a last newline.
                    result.Append("\\z");
                    break;
                default:
                    result.Append(pattern[i]);
                    break;
            }
        }

        return result.ToString();
    }

    private static int TranslateBracket(string pattern, int start, StringBuilder result)
    {
        var at = start + 1;
        result.Append('[');
        if (at < pattern.Length && pattern[at] == '^')
        {
            result.Append('^');
            at++;
        }

        var first = true;
        for (; at < pattern.Length; at++, first = false)
        {
            if (pattern[at] == ']' && !first)
            {
                result.Append(']');
                return at;
            }

            if (pattern[at] == '[' && at + 1 < pattern.Length && pattern[at + 1] == ':'
                && pattern.IndexOf(":]", at + 2, StringComparison.Ordinal) is var end and > 0 && Classes.TryGetValue(pattern[(at + 2)..end], out var members))
            {
                result.Append(members);
                at = end + 1;
            }
            else if (pattern[at] == '\\' && at + 1 < pattern.Length)
            {
                result.Append('\\').Append(pattern[++at]);
            }
            else
            {
                result.Append(pattern[at] is '[' or ']' ? "\\" + pattern[at] : pattern[at].ToString());
            }
        }

        return pattern.Length - 1;
    }

    private static string TranslateSimilar(string pattern, string escape)
    {
        var result = new StringBuilder("\\A(?:");
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (escape.Length > 0 && c == escape[0] && i + 1 < pattern.Length)
                result.Append(Regex.Escape(pattern[++i].ToString()));
            else if (c == '[')
                i = TranslateBracket(pattern, i, result);
            else
                result.Append(c switch
                {
                    '%' => ".*",
                    '_' => ".",
                    '|' or '*' or '+' or '?' or '{' or '}' or '(' or ')' or ',' => c.ToString(),
                    _ => Regex.Escape(c.ToString()),
                });
        }

        return result.Append(")\\z").ToString();
    }
}
