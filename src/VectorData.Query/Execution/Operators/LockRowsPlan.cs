using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Execution.Statements;
using VectorData.Query.Planning;
using VectorData.Sql.Syntax;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>FOR UPDATE and FOR SHARE: locks all rows before it gives the first one out, so that the statement can still run again.</summary>
internal sealed class LockRowsPlan(PlanNode input, IReadOnlyList<(TableDefinition Table, RowIdColumns RowId)> tables, LockStrength strength, bool noWait) : PlanNode(input.Columns)
{
    private readonly (TableId Table, int Segment, int Ordinal)[] _tables =
        [.. tables.Select(table => (table.Table.Id, input.Layout.OrdinalOf(table.RowId.Segment.Slot), input.Layout.OrdinalOf(table.RowId.Ordinal.Slot)))];

    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override double EstimateRows(OperatorContext context) => input.EstimateRows(context);

    public override PlanDescription Describe(ExpressionText names) => new("LockRows");

    protected override Operator Start(OperatorContext context)
    {
        var source = input.Open(context);
        return new IteratorOperator(Run(source, context), context.CancellationToken, source);
    }

    private IEnumerable<Batch> Run(Operator source, OperatorContext context)
    {
        var all = Batches.Collect(source, input, context);
        var mode = strength switch
        {
            LockStrength.KeyShare => RowLockMode.KeyShare,
            LockStrength.Share => RowLockMode.Share,
            LockStrength.NoKeyUpdate => RowLockMode.NoKeyUpdate,
            _ => RowLockMode.Update,
        };
        foreach (var (table, segment, ordinal) in _tables)
        {
            var rows = Rows(all.Columns[segment], all.Columns[ordinal]);
            if (rows.Length > 0 && !TryLock(context, table, rows, mode))
                throw new StatementRestartException();
        }

        return Batches.Slices(all);
    }

    private bool TryLock(OperatorContext context, TableId table, RowId[] rows, RowLockMode mode)
    {
        var transaction = context.Execution.Transaction;
        if (!noWait)
            return transaction.TryLockRows(table, rows, mode, context.CancellationToken);
        var timeout = transaction.LockTimeout;
        transaction.LockTimeout = TimeSpan.FromMilliseconds(1);
        try
        {
            return transaction.TryLockRows(table, rows, mode, context.CancellationToken);
        }
        catch (VectorDbException e) when (e.SqlState == SqlStates.LockNotAvailable)
        {
            throw new VectorDbException(SqlStates.LockNotAvailable, "could not obtain lock on a row", e);
        }
        finally
        {
            transaction.LockTimeout = timeout;
        }
    }

    // The nullable side of an outer join has no row to lock where it is NULL.
    private static RowId[] Rows(ColumnVector segments, ColumnVector ordinals)
    {
        var rows = new HashSet<RowId>();
        for (var i = 0; i < segments.Length; i++)
            if (!segments.IsNull(i))
                rows.Add(new RowId(new SegmentId(((FixedColumn<long>)segments).Span[i]), ((FixedColumn<int>)ordinals).Span[i]));
        return [.. rows];
    }
}
