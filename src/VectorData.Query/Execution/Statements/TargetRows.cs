using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Statements;

/// <summary>
/// The rows an UPDATE or DELETE works on, read to the end before anything is written: a plan whose first two columns are the row's
/// address (segment, ordinal). A row that a join gives several times counts once.
/// </summary>
internal sealed class TargetRows(PhysicalPlan plan)
{
    public const int AddressColumns = 2;

    public PhysicalPlan Plan => plan;

    /// <summary>The addresses, and the plan's other columns row by row.</summary>
    public (RowId[] Rows, Batch Values) Read(StatementContext context)
    {
        var collector = new RowCollector(plan.Types);
        using (var root = plan.Open(context.Execution, context.Evaluation))
        {
            while (root.Next() is { } batch)
                collector.Add(batch);
        }

        var all = collector.Take();
        var segments = ((FixedColumn<long>)all.Columns[0]).Values;
        var ordinals = ((FixedColumn<int>)all.Columns[1]).Values;
        var rows = new RowId[all.Length];
        var seen = new HashSet<RowId>(all.Length);
        var first = new int[all.Length];
        var count = 0;
        for (var i = 0; i < all.Length; i++)
        {
            var row = new RowId(new SegmentId(segments.Span[i]), ordinals.Span[i]);
            if (!seen.Add(row))
                continue;
            rows[count] = row;
            first[count++] = i;
        }

        var values = new Batch(all.Columns[AddressColumns..], all.Length);
        return count == all.Length ? (rows, values) : (rows[..count], ColumnGather.GatherAll(values.Columns, first.AsSpan(0, count)));
    }
}
