using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Queries;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>An index whose columns are all among a join's keys: for each of its columns the number of the key.</summary>
internal sealed record ScanAccessByKey(IndexDefinition Index, ImmutableArray<int> Keys)
{
    /// <summary>An index of the table that the named key columns (positions in the table, -1 for none) fill, or null.</summary>
    public static ScanAccessByKey? Choose(TableDefinition table, IReadOnlyList<int> keyColumns)
    {
        ScanAccessByKey? best = null;
        foreach (var index in table.Indexes)
        {
            if (index.Method == IndexMethod.Hnsw)
                continue;
            var keys = index.Columns.Select(column => IndexOf(keyColumns, table.IndexOf(column.Column))).ToImmutableArray();
            if (!keys.Contains(-1) && (best is null || (index.IsUnique && !best.Index.IsUnique)))
                best = new ScanAccessByKey(index, keys);
        }

        return best;
    }

    private static int IndexOf(IReadOnlyList<int> keyColumns, int column)
    {
        for (var i = 0; i < keyColumns.Count; i++)
            if (keyColumns[i] == column)
                return i;
        return -1;
    }
}

/// <summary>A join that finds the right side's rows by index, for few left rows.</summary>
internal sealed class LookupJoin
{
    private readonly JoinPlan _plan;
    private readonly ScanAccessByKey _access;
    private readonly ScanPlan _scan;
    private readonly OperatorContext _context;
    private readonly TableSnapshot _table;
    private readonly List<(int Left, int Segment, int Ordinal)> _pairs = [];
    private readonly List<int> _ordinals = [];

    private LookupJoin(JoinPlan plan, ScanAccessByKey access, ScanPlan scan, OperatorContext context)
    {
        _plan = plan;
        _access = access;
        _scan = scan;
        _context = context;
        _table = context.Table(scan.Table.Id);
    }

    /// <summary>Starts the join, or gives null when a segment has no such index.</summary>
    public static Operator? TryStart(JoinPlan plan, ScanAccessByKey access, ScanPlan scan, OperatorContext context)
    {
        if (plan.Spec.Kind == BoundJoinKind.Full)
            return null;
        var join = new LookupJoin(plan, access, scan, context);
        if (!join.CanLookUp())
            return null;
        var left = plan.Spec.Left.Open(context);
        return new IteratorOperator(join.Run(left), context.CancellationToken, left);
    }

    private bool CanLookUp()
    {
        var nothing = _access.Index.Columns.Select(column => Value.Null(_scan.Table.Column(column.Column).Type)).ToArray();
        foreach (var segment in _table.Segments)
            if (segment.LiveCount > 0 && !segment.FindEqual(_access.Index, nothing, _ordinals))
                return false;
        return true;
    }

    private IEnumerable<Batch> Run(Operator left)
    {
        while (left.Next() is { } batch)
        {
            _context.ThrowIfCancelled();
            FindPairs(batch);
            if (Join(batch) is { } joined)
                foreach (var slice in Batches.Slices(joined))
                    yield return slice;
        }
    }

    private void FindPairs(Batch batch)
    {
        _pairs.Clear();
        var keys = Batches.Evaluate(_plan.LeftKeys, batch, _context.Evaluation);
        var key = new Value[_access.Keys.Length];
        foreach (var row in JoinTable.WithoutNulls(keys, batch))
        {
            for (var i = 0; i < key.Length; i++)
                key[i] = keys[_access.Keys[i]].GetValue(row).WithType(_scan.Table.Column(_access.Index.Columns[i].Column).Type);
            for (var segment = 0; segment < _table.Segments.Count; segment++)
            {
                if (_table.Segments[segment].LiveCount == 0)
                    continue;
                _ordinals.Clear();
                _table.Segments[segment].FindEqual(_access.Index, key, _ordinals);
                foreach (var ordinal in _ordinals)
                    _pairs.Add((row, segment, ordinal));
            }
        }
    }

    private Batch? Join(Batch batch)
    {
        var right = Fetch();
        var kept = right;
        if (_scan.Predicate is { } predicate)
            kept = predicate.Select(right, _context.Evaluation);
        var rows = new int[kept.Count];
        var leftRows = new int[kept.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = kept.RowAt(i);
            leftRows[i] = _pairs[rows[i]].Left;
        }

        var pairs = new Batch(
            [.. ColumnGather.GatherAll(batch.Columns, leftRows).Columns, .. ColumnGather.GatherAll(right.Columns, rows).Columns], rows.Length);
        if (_plan.LeftKeys.Length > _access.Keys.Distinct().Count())
            pairs = MatchOtherKeys(pairs);
        if (_plan.Residual is { } residual)
            pairs = residual.Select(pairs, _context.Evaluation);
        if (_plan.Spec.Kind == BoundJoinKind.Inner)
            return pairs.Count == 0 ? null : ColumnGather.Compact(pairs);
        return WithUnmatched(batch, pairs, leftRows);
    }

    // Keys that the index does not cover are compared here.
    private Batch MatchOtherKeys(Batch pairs)
    {
        var leftColumns = pairs.Columns[.._plan.Spec.Left.Columns.Count];
        var rightColumns = pairs.Columns[_plan.Spec.Left.Columns.Count..];
        var left = Batches.Evaluate(_plan.LeftKeys, new Batch(leftColumns, pairs.Length), _context.Evaluation);
        var right = Batches.Evaluate(_plan.RightKeys, new Batch(rightColumns, pairs.Length), _context.Evaluation);
        var orders = Array.ConvertAll(_plan.LeftKeys, key => ColumnOrder.For(key.Type));
        var kept = new List<int>();
        for (var row = 0; row < pairs.Length; row++)
        {
            var isEqual = true;
            for (var i = 0; i < orders.Length && isEqual; i++)
                isEqual = !left[i].IsNull(row) && !right[i].IsNull(row) && orders[i].Compare(left[i], row, right[i], row) == 0;
            if (isEqual)
                kept.Add(row);
        }

        return pairs.Select(kept.ToArray());
    }

    private Batch? WithUnmatched(Batch batch, Batch pairs, int[] leftRows)
    {
        var matched = new bool[batch.Length];
        for (var i = 0; i < pairs.Count; i++)
            matched[leftRows[pairs.RowAt(i)]] = true;
        var wanted = new List<int>();
        for (var i = 0; i < batch.Count; i++)
            if (matched[batch.RowAt(i)] == (_plan.Spec.Kind == BoundJoinKind.Semi))
                wanted.Add(batch.RowAt(i));
        if (_plan.Spec.Kind != BoundJoinKind.Left)
            return wanted.Count == 0 ? null : batch.Select(wanted.ToArray());
        var collector = new RowCollector(_plan.Types);
        collector.Add(pairs);
        if (wanted.Count > 0)
        {
            var rest = ColumnGather.GatherAll(batch.Columns, wanted.ToArray());
            var nulls = Array.ConvertAll(_plan.Spec.Right.Types, type => ColumnGather.AllNull(type, rest.Length));
            collector.Add(new Batch([.. rest.Columns, .. nulls], rest.Length));
        }

        return collector.Count == 0 ? null : collector.Take();
    }

    private Batch Fetch()
    {
        var definitions = Array.ConvertAll(_scan.Sources, source => _scan.Table.Columns[source]);
        return new Batch(RowFetch.Read(_table, definitions, [.. _pairs.Select(pair => (pair.Segment, pair.Ordinal))]), _pairs.Count);
    }
}
