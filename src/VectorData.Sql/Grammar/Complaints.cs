using VectorData.Core.Errors;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Grammar;

/// <summary>Failures with a sentence of their own, told apart from plain syntax errors by that sentence.</summary>
internal static class Complaints
{
    public const string TooComplex = "statement too complex";
    public const string TooManyDots = "improper qualified name (too many dotted names)";
    public const string FloatTooSmall = "precision for type float must be at least 1 bit";
    public const string FloatTooLarge = "precision for type float must be less than 54 bits";
    public const string NumberTooLarge = "value is out of range for type integer";
    public const string ParameterNumber = "there is no parameter with this number";
    public const string BadBinaryDigit = "invalid binary digit";
    public const string BadHexDigit = "invalid hexadecimal digit";
    public const string StringEscape = "invalid escape";
    public const string ExplainOption = "unrecognized value or name of an EXPLAIN option";

    public const string ConflictTarget = "ON CONFLICT DO UPDATE requires inference specification or constraint name";

    private const string TooComplexHint =
        "Break the statement up, or write long chains flat: IN lists, = ANY(array) or VALUES instead of many operators.";

    public static string State(string complaint) => complaint switch
    {
        TooComplex => SqlStates.StatementTooComplex,
        FloatTooSmall or FloatTooLarge => SqlStates.InvalidParameterValue,
        NumberTooLarge => SqlStates.NumericValueOutOfRange,
        ParameterNumber => SqlStates.UndefinedParameter,
        BadBinaryDigit or BadHexDigit => SqlStates.InvalidTextRepresentation,
        StringEscape => SqlStates.InvalidEscapeSequence,
        _ => SqlStates.SyntaxError,
    };

    public static string? Hint(string complaint) => complaint switch
    {
        TooComplex => TooComplexHint,
        ConflictTarget => "For example, ON CONFLICT (column_name).",
        _ => null,
    };

    public static string? Detail(string complaint) => complaint switch
    {
        TooComplex => $"Expressions may be {SyntaxLimits.MaxDepth} levels deep.",
        _ => null,
    };
}
