using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>Errors of text forms, in PostgreSQL's and pgvector's words.</summary>
internal static class TextErrors
{
    private const int MostShown = 200;

    public static VectorDbException Syntax(string type, ReadOnlySpan<char> text, string? detail = null) =>
        new(SqlStates.InvalidTextRepresentation, $"invalid input syntax for type {type}: \"{Shown(text)}\"") { Detail = detail };

    public static VectorDbException Syntax(SqlType type, ReadOnlySpan<char> text, string? detail = null) => Syntax(type.Name, text, detail);

    public static VectorDbException DateSyntax(SqlType type, ReadOnlySpan<char> text) =>
        new(SqlStates.InvalidDatetimeFormat, $"invalid input syntax for type {type.Name}: \"{Shown(text)}\"");

    public static VectorDbException DateField(ReadOnlySpan<char> text) =>
        new(SqlStates.DatetimeFieldOverflow, $"date/time field value out of range: \"{Shown(text)}\"");

    public static VectorDbException OutOfRange(string type, ReadOnlySpan<char> text) =>
        new(SqlStates.NumericValueOutOfRange, $"\"{Shown(text)}\" is out of range for type {type}");

    public static VectorDbException ValueOutOfRange(string type, ReadOnlySpan<char> text) =>
        new(SqlStates.NumericValueOutOfRange, $"value \"{Shown(text)}\" is out of range for type {type}");

    public static VectorDbException Data(string message) => new(SqlStates.DataException, message);

    public static VectorDbException Limit(string message) => new(SqlStates.ProgramLimitExceeded, message);

    public static VectorDbException NumericOverflow() => new(SqlStates.NumericValueOutOfRange, "value overflows numeric format")
    {
        Detail = "numeric holds at most 28 significant digits, with up to 28 of them after the point.",
    };

    // An error that repeats a text of 100 MB would cost as much again.
    private static string Shown(ReadOnlySpan<char> text) =>
        text.Length <= MostShown ? text.ToString() : string.Concat(text[..MostShown], "...");
}
