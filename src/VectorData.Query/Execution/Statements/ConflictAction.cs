using System.Runtime.InteropServices;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Constraints;
using VectorData.Query.Execution.Operators;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Statements;

/// <summary>ON CONFLICT DO NOTHING, or DO UPDATE when <see cref="Update"/> is set.</summary>
internal sealed class ConflictAction(TableWriter writer, IndexId? arbiter)
{
    public ConflictUpdate? Update { get; init; }

    /// <summary>Inserts the rows without conflict and updates those that are there; gives the rows as stored, in the order proposed.</summary>
    public Batch Insert(StatementContext context, Batch proposed, StatementChanges changes)
    {
        var conflicts = context.Transaction.FindConflicts(writer.Table.Id, arbiter, proposed, context.CancellationToken);
        var free = new List<int>(conflicts.Length);
        var taken = new List<int>();
        for (var row = 0; row < conflicts.Length; row++)
        {
            if (!conflicts[row].IsConflict)
                free.Add(row);
            else if (Update is not null && conflicts[row].EarlierRow >= 0)
                throw SecondTime();
            else if (Update is not null)
                taken.Add(row);
        }

        var inserted = free.Count == conflicts.Length ? proposed : ColumnGather.GatherAll(proposed.Columns, CollectionsMarshal.AsSpan(free));
        if (inserted.Length > 0)
            writer.Insert(context, inserted, changes);
        if (taken.Count == 0)
            return inserted;
        var (updatedRows, updated) = UpdateRows(context, proposed, conflicts, taken, changes);
        return Merge(inserted, free, updated, updatedRows);
    }

    private (List<int> Rows, Batch Stored) UpdateRows(
        StatementContext context, Batch proposed, InsertConflict[] conflicts, List<int> taken, StatementChanges changes)
    {
        var addresses = new RowId[taken.Count];
        var seen = new HashSet<RowId>();
        for (var i = 0; i < addresses.Length; i++)
        {
            addresses[i] = conflicts[taken[i]].Row!.Value;
            if (!seen.Add(addresses[i]))
                throw SecondTime();
        }

        // Locked first: what is read then is what is updated, and stays where it is.
        if (!context.Transaction.TryLockAndLocate(writer.Table.Id, addresses, RowLockMode.NoKeyUpdate, context.CancellationToken))
            throw new StatementRestartException();
        var old = TableRows.Gather(context.Transaction.LatestTable(writer.Table.Id), writer.Table.Columns, addresses);
        var excluded = ColumnGather.GatherAll(proposed.Columns, CollectionsMarshal.AsSpan(taken));
        var both = new Batch([.. old.Columns, .. excluded.Columns], old.Length);
        var selected = Update!.Select(both, context.Evaluation);
        if (selected.Count == 0)
            return ([], new Batch(old.Columns, 0));
        var rows = new int[selected.Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = selected.RowAt(i);
        if (rows.Length < both.Length)
        {
            both = ColumnGather.GatherAll(both.Columns, rows);
            addresses = Array.ConvertAll(rows, row => addresses[row]);
        }

        old = new Batch(both.Columns[..writer.Table.Columns.Length], both.Length);
        var stored = writer.Update(context, addresses, old, new Batch(Update.Assign(both, context), both.Length), changes);
        return ([.. rows.Select(row => taken[row])], stored);
    }

    private static Batch Merge(Batch inserted, List<int> insertedRows, Batch updated, List<int> updatedRows)
    {
        if (updatedRows.Count == 0)
            return inserted;
        if (inserted.Length == 0)
            return updated;
        var order = insertedRows.Select((row, i) => (row, at: i)).Concat(updatedRows.Select((row, i) => (row, at: inserted.Length + i)))
            .OrderBy(item => item.row).Select(item => item.at).ToArray();
        var columns = new ColumnVector[inserted.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var builder = ColumnBuilder.For(inserted.Columns[i].Type, order.Length);
            builder.AppendAll(inserted.Columns[i]);
            builder.AppendAll(updated.Columns[i]);
            columns[i] = ColumnGather.Gather(builder.Build(), order);
        }

        return new Batch(columns, order.Length);
    }

    private static VectorDbException SecondTime() => new(SqlStates.CardinalityViolation, "ON CONFLICT DO UPDATE command cannot affect row a second time")
    {
        Hint = "Ensure that no rows proposed for insertion within the same command have duplicate constrained values.",
    };
}

/// <summary>SET and WHERE of DO UPDATE, over the table's row followed by the row proposed (excluded).</summary>
internal sealed class ConflictUpdate(RowAssignments assignments, CompiledPredicate? where)
{
    public Batch Select(Batch rows, EvaluationContext context) => where is null ? rows : where.Select(rows, context);

    public ColumnVector[] Assign(Batch rows, StatementContext context) => assignments.Apply(rows, context);
}
