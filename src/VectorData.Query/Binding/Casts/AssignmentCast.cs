using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Binding.Casts;

/// <summary>Conversion of a value to the column it is stored in.</summary>
internal static class AssignmentCast
{
    /// <summary>
    /// Converts as INSERT and UPDATE do: assignment casts, lengths and dimensions checked.
    /// 42804 "column "x" is of type integer but expression is of type text" with a hint.
    /// </summary>
    public static BoundExpression Bind(BoundExpression expression, SqlType target, string columnName, ParameterTable parameters) =>
        throw new NotImplementedException();

    /// <summary>Whether values of one type can be assigned to another.</summary>
    public static bool Exists(SqlType source, SqlType target) => throw new NotImplementedException();
}
