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
        var access = plan.Access!;
        var key = access.EqualColumns.Length == 1 ? default : new Value[access.EqualColumns.Length];
        var single = default(Value);
        for (var i = 0; i < access.EqualColumns.Length; i++)
        {
            if (access.Conditions[i].KeyOf(plan.Table.Columns[access.EqualColumns[i]].Type, context.Evaluation) is not { } value)
                return null;
            if (key is null)
                single = value;
            else
                key[i] = value;
        }

        return Find(key is null ? new ReadOnlySpan<Value>(in single) : key);
    }

    private Batch? Find(ReadOnlySpan<Value> key)
    {
        var segments = context.Table(plan.Table.Id).Segments;
        var ordinals = new List<int>(1);
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            if (!segments[i].FindEqual(plan.Access!.Index, key, ordinals))
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
        return plan.Predicate is null || plan.Predicate.Select(batch, context.Evaluation).Count > 0 ? batch : null;
    }

    // A segment without the index: all of them are read.
    private Batch? Scan()
    {
        foreach (var batch in plan.Run(context))
            return batch;
        return null;
    }
}
