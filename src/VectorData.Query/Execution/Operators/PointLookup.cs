using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>The one row that a unique key can name: no planning, no scan, a probe for each segment, newest first.</summary>
internal sealed class PointLookup(ScanPlan plan, OperatorContext context) : Operator
{
    private bool _isDone;

    public override Batch? Next()
    {
        if (_isDone)
            return null;
        _isDone = true;
        context.ThrowIfCancelled();
        var conditions = plan.Access!.Conditions;
        var key = new Value[conditions.Count];
        for (var i = 0; i < key.Length; i++)
        {
            if (conditions[i].KeyOf(plan.Table.Columns[plan.Access.EqualColumns[i]].Type, context.Evaluation) is not { } value)
                return null;
            key[i] = value;
        }

        var segments = context.Table(plan.Table.Id).Segments;
        var ordinals = new List<int>(1);
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            if (!segments[i].FindEqual(plan.Access.Index, key, ordinals))
                return Scan();
            if (ordinals.Count > 0)
                return Read(segments[i], ordinals[0]);
        }

        return null;
    }

    private Batch? Read(SegmentSnapshot segment, int ordinal)
    {
        ReadOnlySpan<int> row = [ordinal];
        var columns = new ColumnVector[plan.Columns.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = plan.Sources[i] switch
            {
                ScanPlan.SegmentSource => new FixedColumn<long>(SqlType.BigInt, new[] { segment.Id.Value }),
                ScanPlan.OrdinalSource => new FixedColumn<int>(SqlType.Integer, new[] { ordinal }),
                var source => segment.Gather(plan.Table.Columns[source], row),
            };
        }

        var batch = new Batch(columns, 1);
        if (plan.IsPointOnly)
            return batch;
        var selected = plan.Predicate!.Select(batch, context.Evaluation);
        return selected.Count > 0 ? batch : null;
    }

    // A segment without the index: all of them are read.
    private Batch? Scan()
    {
        foreach (var batch in plan.Run(context))
            return batch;
        return null;
    }
}
