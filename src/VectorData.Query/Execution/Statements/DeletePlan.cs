using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Execution.Constraints;

namespace VectorData.Query.Execution.Statements;

/// <summary>DELETE. The plan gives the address and, when they are needed, the table's columns and what RETURNING reads from USING.</summary>
internal sealed class DeletePlan(TableWriter writer, TargetRows target, bool hasColumns, Returning? returning) : StatementPlan
{
    public override string Command => "DELETE";

    public override TableId? Target => writer.Table.Id;

    public override PlanOutline Outline => new($"Delete on {writer.Table.Name}", target.Plan);

    public override StatementOutcome Run(StatementContext context)
    {
        var (rows, values) = target.Read(context);
        if (rows.Length == 0)
            return new StatementOutcome("DELETE 0", 0, returning is null ? null : []);
        var changes = new StatementChanges(context);
        var old = hasColumns ? new Batch(values.Columns[..writer.Table.Columns.Length], rows.Length) : null;
        writer.Delete(context, rows, old, changes);
        var result = returning?.Evaluate(values, context.Evaluation);
        changes.Finish();
        return new StatementOutcome(FormattableString.Invariant($"DELETE {rows.Length}"), rows.Length, result is null ? null : [result]);
    }
}

/// <summary>TRUNCATE: all rows at once; a table that others reference goes only with them.</summary>
internal sealed class TruncatePlan(IReadOnlyList<TableDefinition> named, bool restartIdentity, bool cascade) : StatementPlan
{
    public override string Command => "TRUNCATE TABLE";

    public override StatementOutcome Run(StatementContext context)
    {
        var catalog = context.Catalog;
        var tables = new List<TableDefinition>(named.DistinctBy(table => table.Id));
        for (var i = 0; i < tables.Count; i++)
        {
            foreach (var (other, _) in catalog.ReferencesTo(tables[i].Id))
            {
                if (tables.Exists(table => table.Id == other.Id))
                    continue;
                if (!cascade)
                    throw Referenced(tables[i], other);
                context.Notice($"truncate cascades to table \"{other.Name}\"");
                tables.Add(other);
            }
        }

        foreach (var table in tables)
        {
            context.Transaction.Truncate(table.Id, context.CancellationToken);
            foreach (var sequence in catalog.Sequences.Values)
                if (restartIdentity && sequence.OwnedBy?.Table == table.Id)
                    context.Transaction.SetValue(sequence.Id, sequence.Start, isCalled: false);
        }

        return StatementOutcome.Of(Command);
    }

    private static VectorDbException Referenced(TableDefinition table, TableDefinition other) => new(
        SqlStates.FeatureNotSupported, "cannot truncate a table referenced in a foreign key constraint")
    {
        Detail = $"Table \"{other.Name}\" references \"{table.Name}\".",
        Hint = $"Truncate table \"{other.Name}\" at the same time, or use TRUNCATE ... CASCADE.",
    };
}
