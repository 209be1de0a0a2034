using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;

namespace VectorData.Server.Protocol;

/// <summary>What Parse left: a statement (null for an empty text) and the types that the client declared for its parameters.</summary>
internal sealed class PreparedStatement(IStatement? statement, SqlType[] declared)
{
    private StatementDescription? _shown;

    public IStatement? Statement => statement;

    /// <summary>Types of parameters and columns as they are now; a result that is no longer what the client was shown is 0A000.</summary>
    public StatementDescription Describe()
    {
        if (statement is null || statement.Kind == StatementKind.Copy)
            return new StatementDescription([], null);
        var found = statement.Describe(declared);
        if (_shown is { } shown && !ReferenceEquals(shown.Columns, found.Columns) && !SameColumns(shown.Columns, found.Columns))
            throw new VectorDbException(SqlStates.FeatureNotSupported, "cached plan must not change result type") { Hint = "Prepare the statement again." };
        _shown ??= found;
        if (declared.Length == 0)
            return found;
        var parameters = new SqlType[found.Parameters.Count];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = i < declared.Length && declared[i].Kind != TypeKind.Unknown ? declared[i] : found.Parameters[i];
        return found with { Parameters = parameters };
    }

    private static bool SameColumns(IReadOnlyList<ResultColumn>? one, IReadOnlyList<ResultColumn>? other)
    {
        if (one?.Count != other?.Count)
            return false;
        for (var i = 0; i < one?.Count; i++)
            if (one[i].Type.Unmodified != other![i].Type.Unmodified)
                return false;
        return true;
    }
}
