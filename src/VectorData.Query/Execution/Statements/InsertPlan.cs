using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Execution.Constraints;

namespace VectorData.Query.Execution.Statements;

/// <summary>INSERT: given columns from the source, the others from their fillers, then conflict handling or plain storage.</summary>
internal sealed class InsertPlan(
    TableWriters writers, TableWriter writer, InsertSource source, int[] sourceOf, ColumnFiller?[] fillers, ConflictAction? conflict, Returning? returning)
    : StatementPlan
{
    public override string Command => "INSERT";

    public override TableId? Target => writer.Table.Id;

    public override PlanOutline Outline => new($"Insert on {writer.Table.Name}", source.Plan);

    public override StatementOutcome Run(StatementContext context)
    {
        var changes = new StatementChanges(context);
        var rows = returning is null ? null : new List<Batch>();
        long count = 0;
        foreach (var batch in source.Rows(context))
        {
            var complete = writer.Complete(Assemble(batch, context), context.Evaluation);
            var stored = complete;
            if (conflict is null)
                writer.Insert(context, complete, changes);
            else
                stored = conflict.Insert(context, complete, changes);
            count += stored.Count;
            if (stored.Count > 0)
                rows?.Add(returning!.Evaluate(stored, context.Evaluation));
        }

        changes.Finish();
        return new StatementOutcome(FormattableString.Invariant($"INSERT 0 {count}"), count, rows);
    }

    /// <summary>The catalog's writers, for statements that the plan leads to.</summary>
    public TableWriters Writers => writers;

    private Batch Assemble(Batch given, StatementContext context)
    {
        var columns = new ColumnVector[sourceOf.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = sourceOf[i] >= 0 ? given.Columns[sourceOf[i]] : fillers[i]!.Fill(given.Length, context);
        return new Batch(columns, given.Length);
    }
}
