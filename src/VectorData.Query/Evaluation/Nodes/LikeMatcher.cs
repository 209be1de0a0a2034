using System.Text;
using VectorData.Core.Errors;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>A LIKE pattern over UTF-8. Patterns that are a word with % at its ends are searched for as bytes.</summary>
internal sealed class LikeMatcher
{
    private const byte Literal = 0;
    private const byte AnyCharacter = 1;
    private const byte AnyText = 2;

    private readonly byte[] _bytes;
    private readonly byte[] _kinds;
    private readonly bool _ignoreCase;
    private readonly Shape _shape;
    private readonly byte[] _word = [];

    /// <summary><paramref name="escape"/> null: none. 22025 when the pattern ends in it.</summary>
    public LikeMatcher(string pattern, Rune? escape, bool ignoreCase)
    {
        _ignoreCase = ignoreCase;
        var bytes = new List<byte>();
        var kinds = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        var escaped = false;
        foreach (var rune in (ignoreCase ? pattern.ToLowerInvariant() : pattern).EnumerateRunes())
        {
            if (!escaped && rune == escape)
            {
                escaped = true;
                continue;
            }

            var kind = escaped ? Literal : rune.Value == '%' ? AnyText : rune.Value == '_' ? AnyCharacter : Literal;
            escaped = false;
            if (kind == AnyText && kinds.Count > 0 && kinds[^1] == AnyText)
                continue;
            var length = kind == Literal ? rune.EncodeToUtf8(utf8) : 1;
            for (var i = 0; i < length; i++)
            {
                bytes.Add(utf8[i]);
                kinds.Add(kind);
            }
        }

        if (escaped)
            throw new VectorDbException(SqlStates.InvalidEscapeSequence, "LIKE pattern must not end with escape character");
        _bytes = [.. bytes];
        _kinds = [.. kinds];
        _shape = ShapeOf(_kinds);
        if (_shape != Shape.General)
            _word = [.. bytes.Where((_, i) => kinds[i] == Literal)];
    }

    private enum Shape : byte
    {
        Exact,
        Prefix,
        Suffix,
        Contains,
        General,
    }

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (!_ignoreCase)
            return IsExactMatch(text);
        if (!Ascii.IsValid(text) || text.Length > 512)
            return IsExactMatch(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).ToLowerInvariant()));
        Span<byte> lower = stackalloc byte[text.Length];
        Ascii.ToLower(text, lower, out _);
        return IsExactMatch(lower);
    }

    private bool IsExactMatch(ReadOnlySpan<byte> text) => _shape switch
    {
        Shape.Exact => text.SequenceEqual(_word),
        Shape.Prefix => text.StartsWith(_word),
        Shape.Suffix => text.EndsWith(_word),
        Shape.Contains => text.IndexOf(_word) >= 0,
        _ => IsGeneralMatch(text),
    };

    // Greedy with one level of backtracking: a later % makes earlier ones settled.
    private bool IsGeneralMatch(ReadOnlySpan<byte> text)
    {
        var at = 0;
        var next = 0;
        var retryPattern = -1;
        var retryText = 0;
        while (true)
        {
            if (next < _kinds.Length && _kinds[next] == AnyText)
            {
                if (next == _kinds.Length - 1)
                    return true;
                retryPattern = ++next;
                retryText = at;
                continue;
            }

            if (at < text.Length && next < _kinds.Length && (_kinds[next] == AnyCharacter || _bytes[next] == text[at]))
            {
                at += _kinds[next] == AnyCharacter ? CharacterLength(text, at) : 1;
                next++;
                continue;
            }

            if (at >= text.Length && next == _kinds.Length)
                return true;
            if (retryPattern < 0 || retryText >= text.Length)
                return false;
            retryText += CharacterLength(text, retryText);
            at = retryText;
            next = retryPattern;
        }
    }

    private static int CharacterLength(ReadOnlySpan<byte> text, int at)
    {
        var length = text[at] switch
        {
            < 0x80 => 1,
            < 0xE0 => 2,
            < 0xF0 => 3,
            _ => 4,
        };
        return Math.Min(length, text.Length - at);
    }

    private static Shape ShapeOf(byte[] kinds)
    {
        if (kinds.Length == 0)
            return Shape.Exact;
        var inner = kinds.AsSpan();
        var startsOpen = kinds[0] == AnyText;
        var endsOpen = kinds[^1] == AnyText;
        inner = startsOpen ? inner[1..] : inner;
        inner = endsOpen && inner.Length > 0 ? inner[..^1] : inner;
        if (inner.ContainsAnyExcept(Literal))
            return Shape.General;
        return (startsOpen, endsOpen) switch
        {
            (false, false) => Shape.Exact,
            (false, true) => Shape.Prefix,
            (true, false) => Shape.Suffix,
            _ => Shape.Contains,
        };
    }
}

/// <summary>text LIKE pattern [ESCAPE escape]; a scalar pattern is worked out once for an execution.</summary>
internal sealed class LikeNode(EvalNode text, EvalNode pattern, EvalNode? escape, bool ignoreCase, bool negate)
    : EvalNode(Core.Schema.SqlType.Boolean, text.IsScalar && pattern.IsScalar && (escape?.IsScalar ?? true))
{
    public override Core.Values.ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var textColumn = text.Evaluate(rows, context);
        var patternColumn = pattern.Evaluate(rows, context);
        var escapeColumn = escape?.Evaluate(rows, context);
        var target = Target(rows);
        var output = new Output<bool>(Type, target.Length);
        var texts = new BytesReader(textColumn, text.IsScalar);
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            var patternRow = pattern.IsScalar ? 0 : row;
            if (textColumn.IsNull(text.IsScalar ? 0 : row) || patternColumn.IsNull(patternRow)
                || (escapeColumn is not null && escapeColumn.IsNull(escape!.IsScalar ? 0 : row)))
            {
                output.SetNull(row);
                continue;
            }

            var matcher = IsFixed ? Fixed(context) : Create(patternColumn.GetValue(patternRow).AsString(), escapeColumn?.GetValue(escape!.IsScalar ? 0 : row).AsString());
            output.Set(row, matcher.IsMatch(texts[row]) != negate);
        }

        return output.Build();
    }

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output)
    {
        if (rows.Count == 0 || IsScalar || !IsFixed)
            return base.Filter(rows, context, output);
        if (pattern.Evaluate(RowSet.One, context).IsNull(0) || (escape?.Evaluate(RowSet.One, context).IsNull(0) ?? false))
            return 0;
        var matcher = Fixed(context);
        var column = text.Evaluate(rows, context);
        var texts = new BytesReader(column, isScalar: false);
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.RowAt(i);
            output[count] = row;
            if (!column.IsNull(row) && matcher.IsMatch(texts[row]) != negate)
                count++;
        }

        return count;
    }

    private bool IsFixed => pattern.IsScalar && (escape?.IsScalar ?? true);

    private LikeMatcher Fixed(EvaluationContext context) => context.Cached(this, () => Create(
        pattern.Evaluate(RowSet.One, context).GetValue(0).AsString(), escape?.Evaluate(RowSet.One, context).GetValue(0).AsString()));

    private LikeMatcher Create(string patternText, string? escapeText)
    {
        Rune? rune = escapeText switch
        {
            null => new Rune('\\'),
            "" => null,
            _ when escapeText.EnumerateRunes().Count() == 1 => escapeText.EnumerateRunes().First(),
            _ => throw new VectorDbException(SqlStates.InvalidEscapeSequence, "invalid escape string") { Hint = "Escape string must be empty or one character." },
        };
        return new LikeMatcher(patternText, rune, ignoreCase);
    }
}
