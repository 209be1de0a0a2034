using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Expressions;

/// <summary>PostgreSQL's sentences for expressions that do not bind.</summary>
internal static class BindingErrors
{
    private const string CastHint = "You might need to add explicit type casts.";

    public static VectorDbException NoParameter(ParameterReference reference) => new(
        SqlStates.UndefinedParameter,
        reference.Name is null ? $"there is no parameter ${reference.Number}" : $"there is no parameter @{reference.Name}")
    {
        Position = reference.Position + 1,
    };

    public static VectorDbException IndeterminateParameter(string name) => new(
        SqlStates.IndeterminateDatatype,
        char.IsAsciiDigit(name[0]) ? $"could not determine data type of parameter ${name}" : $"could not determine data type of parameter @{name}");

    public static VectorDbException NoOperator(string symbol, SqlType? left, SqlType right, int position) => new(
        SqlStates.UndefinedFunction,
        left is { } type ? $"operator does not exist: {type.Name} {symbol} {right.Name}" : $"operator does not exist: {symbol} {right.Name}")
    {
        Position = position + 1,
        Hint = left is null
            ? "No operator matches the given name and argument type. You might need to add an explicit type cast."
            : "No operator matches the given name and argument types. " + CastHint,
    };

    public static VectorDbException AmbiguousOperator(string symbol, SqlType? left, SqlType right, int position) => new(
        SqlStates.AmbiguousFunction,
        left is { } type ? $"operator is not unique: {type.Name} {symbol} {right.Name}" : $"operator is not unique: {symbol} {right.Name}")
    {
        Position = position + 1,
        Hint = "Could not choose a best candidate operator. " + CastHint,
    };

    public static VectorDbException NoFunction(string name, IEnumerable<SqlType> arguments, int position) => new(
        SqlStates.UndefinedFunction, $"function {name}({List(arguments)}) does not exist")
    {
        Position = position + 1,
        Hint = "No function matches the given name and argument types. " + CastHint,
    };

    public static VectorDbException AmbiguousFunction(string name, IEnumerable<SqlType> arguments, int position) => new(
        SqlStates.AmbiguousFunction, $"function {name}({List(arguments)}) is not unique")
    {
        Position = position + 1,
        Hint = "Could not choose a best candidate function. " + CastHint,
    };

    public static VectorDbException CannotCast(SqlType from, SqlType to, int position) => new(
        SqlStates.CannotCoerce, $"cannot cast type {from.Name} to {to.Name}")
    {
        Position = position + 1,
    };

    public static VectorDbException MustBe(string clause, SqlType expected, SqlType found, int position) => new(
        SqlStates.DatatypeMismatch, $"argument of {clause} must be type {expected.Name}, not type {found.Name}")
    {
        Position = position + 1,
    };

    public static VectorDbException CannotMatch(string construct, SqlType first, SqlType second, int position) => new(
        SqlStates.DatatypeMismatch, $"{construct} types {first.Name} and {second.Name} cannot be matched")
    {
        Position = position + 1,
    };

    public static VectorDbException NotSupported(string what, int position) => new(SqlStates.FeatureNotSupported, what)
    {
        Position = position + 1,
    };

    private static string List(IEnumerable<SqlType> types) => string.Join(", ", types.Select(type => type.Name));
}
