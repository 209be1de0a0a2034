using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Execution.Definitions;
using VectorData.Query.Execution.Statements;

namespace VectorData.Query.Execution.Constraints;

/// <summary>
/// The numbers of row version columns: one sequence for the whole database, which is made with the first such column and stays. It has
/// the reserved schema, where statements find no sequences, so that nobody can turn it back.
/// </summary>
internal static class RowVersions
{
    public const string ReservedSchema = "vectordata";

    private const string Name = "row_version";

    /// <summary>Makes the sequence where it is not there yet.</summary>
    public static void Require(DefinitionScope scope)
    {
        if (scope.Catalog.FindSequence(ReservedSchema, Name) is null)
            scope.Catalog = scope.Catalog.WithSequence(new SequenceDefinition(scope.Transaction.NewSequenceId(), ReservedSchema, Name));
    }

    /// <summary>The sequence of a database that has a row version column.</summary>
    public static SequenceId Sequence(Catalog catalog) => catalog.FindSequence(ReservedSchema, Name)!.Id;

    /// <summary>As many new numbers.</summary>
    public static ColumnVector Take(StatementContext context, SequenceId sequence, int count)
    {
        var builder = ColumnBuilder.For(SqlType.BigInt, count);
        for (var i = 0; i < count; i++)
            builder.Append(Value.Of(context.Transaction.NextValue(sequence)));
        return builder.Build();
    }
}
