using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Execution.Constraints;

namespace VectorData.Query.Execution.Statements;

/// <summary>
/// UPDATE. The plan gives address, the table's columns, new values (one for each assignment of an expression), then columns that
/// RETURNING reads from FROM.
/// </summary>
internal sealed class UpdatePlan(TableWriter writer, TargetRows target, IReadOnlyList<UpdateColumn> assignments, Returning? returning) : StatementPlan
{
    public override string Command => "UPDATE";

    public override TableId? Target => writer.Table.Id;

    public override PlanOutline Outline => new($"Update on {writer.Table.Name}", target.Plan);

    public override StatementOutcome Run(StatementContext context)
    {
        var (rows, values) = target.Read(context);
        var count = writer.Table.Columns.Length;
        if (rows.Length == 0)
            return new StatementOutcome("UPDATE 0", 0, returning is null ? null : []);
        var old = new Batch(values.Columns[..count], rows.Length);
        var columns = (ColumnVector[])old.Columns.Clone();
        foreach (var (column, value, filler) in assignments)
            columns[column] = value >= 0 ? values.Columns[count + value] : filler!.Fill(rows.Length, context);
        var changes = new StatementChanges(context);
        var stored = writer.Update(context, rows, old, new Batch(columns, rows.Length), changes);
        var result = returning?.Evaluate(new Batch([.. stored.Columns, .. values.Columns[count..]], rows.Length), context.Evaluation);
        changes.Finish();
        return new StatementOutcome(FormattableString.Invariant($"UPDATE {rows.Length}"), rows.Length, result is null ? null : [result]);
    }
}

/// <summary>A column that is set: from the plan's value of that number, or (-1) from its filler.</summary>
internal readonly record struct UpdateColumn(int Column, int Value, ColumnFiller? Filler);
