namespace VectorData.Sql.Tokens;

/// <summary>Which characters make up identifiers, numbers and operators.</summary>
internal static class LexicalRules
{
    private const string OperatorCharacters = "+-*/<>=~!@#%^&|`?";

    /// <summary>An operator may end in + or - only when it has one of these.</summary>
    private const string CharactersThatAllowSigns = "~!@#%^&|`?";

    public static bool IsIdentifierStart(char c) =>
        char.IsAsciiLetter(c) || c == '_' || (c >= 0x80 && !char.IsWhiteSpace(c) && !char.IsControl(c));

    public static bool IsIdentifierPart(char c) => IsIdentifierStart(c) || char.IsAsciiDigit(c) || c == '$';

    public static bool IsOperator(char c) => OperatorCharacters.Contains(c);

    /// <summary>16 after x, 8 after o, 2 after b, else 0.</summary>
    public static int Radix(char c) => c switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => 0,
    };

    public static string RadixName(int radix) => radix switch
    {
        16 => "hexadecimal",
        8 => "octal",
        _ => "binary",
    };

    public static bool IsDigit(char c, int radix) => radix switch
    {
        16 => char.IsAsciiHexDigit(c),
        8 => c is >= '0' and <= '7',
        2 => c is '0' or '1',
        _ => char.IsAsciiDigit(c),
    };

    /// <summary>Cuts a run of operator characters where the next operand starts: =-1 is = and -, =@p is = and a parameter.</summary>
    public static int TrimOperator(string text, int start, int end)
    {
        if (end - start > 1 && text[end - 1] == '@' && text[end - 2] != '@' && end < text.Length && IsIdentifierStart(text[end]))
            end--;
        while (end - start > 1 && text[end - 1] is '+' or '-'
            && text.AsSpan(start, end - start - 1).IndexOfAny(CharactersThatAllowSigns) < 0)
        {
            end--;
        }

        return end;
    }

    public static SqlToken OperatorKind(ReadOnlySpan<char> text) => text switch
    {
        "+" => SqlToken.Plus,
        "-" => SqlToken.Minus,
        "*" => SqlToken.Star,
        "/" => SqlToken.Slash,
        "%" => SqlToken.Percent,
        "^" => SqlToken.Caret,
        "<" => SqlToken.Less,
        ">" => SqlToken.Greater,
        "=" => SqlToken.Equal,
        "<=" => SqlToken.LessEqual,
        ">=" => SqlToken.GreaterEqual,
        "<>" or "!=" => SqlToken.NotEqual,
        "=>" => SqlToken.Arrow,
        _ => SqlToken.OperatorSymbol,
    };
}
