using System.Globalization;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;
using VectorData.Numerics;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>What a hybrid search looks for: ORDER BY distance LIMIT over a filtered scan.</summary>
internal sealed record VectorSearchSpec(ScanPlan Filter, int VectorColumn, VectorMetric Metric, IndexDefinition? Index)
{
    /// <summary>The column that holds the distance of a hit.</summary>
    public required BoundColumn Distance { get; init; }

    /// <summary>The distance's expression, for EXPLAIN.</summary>
    public required BoundExpression DistanceExpression { get; init; }

    /// <summary>The vector looked for.</summary>
    public required BoundExpression Query { get; init; }

    /// <summary>Upper bounds on the distance.</summary>
    public required IReadOnlyList<BoundExpression> Thresholds { get; init; }

    /// <summary>All keys of the order; the first is the distance.</summary>
    public required IReadOnlyList<BoundOrdering> Orderings { get; init; }

    public required RowCount Limit { get; init; }

    public required RowCount Offset { get; init; }

    /// <summary>The table's columns that are wanted of the hits.</summary>
    public required IReadOnlyList<BoundColumn> Columns { get; init; }

    /// <summary>Sorts all rows by their distance: for what a search by index cannot give (NULL as query, rows without a distance).</summary>
    public required PlanNode Exhaustive { get; init; }
}

/// <summary>
/// The nearest rows: the condition becomes a bitmap for each segment, each segment is searched by its graph or exactly, the hits are merged,
/// and only then the other columns are read. Gives as many rows as LIMIT asks for, if that many match.
/// </summary>
internal sealed class VectorSearchPlan : PlanNode
{
    private const string ExactTitle = "Vector Top-K (exact) on ";

    private readonly VectorSearchSpec _spec;
    private readonly CompiledExpression _query;
    private readonly CompiledPredicate? _threshold;
    private readonly SortKey[] _keys;
    private readonly int[] _sources;

    public VectorSearchPlan(VectorSearchSpec spec)
        : base([.. spec.Columns, spec.Distance])
    {
        _spec = spec;
        _query = ExpressionCompiler.Compile(spec.Query, SlotLayout.Empty);
        _keys = SortKey.For(spec.Orderings, Layout);
        _sources = ScanPlan.SourcesOf(spec.Filter.Scan, spec.Columns);
        _threshold = Conjuncts.Combine(spec.Thresholds) is { } threshold ? ExpressionCompiler.CompilePredicate(threshold, Layout) : null;
        Subqueries = [.. spec.Filter.Subqueries, .. Nested([spec.Query])];
    }

    public BoundScan Scan => _spec.Filter.Scan;

    public override IEnumerable<(int Slot, BoundExpression Expression)> Computed => [(_spec.Distance.Slot, _spec.DistanceExpression)];

    public override double EstimateRows(OperatorContext context) =>
        Math.Min(_spec.Filter.EstimateRows(context), _spec.Limit.Evaluate(context.Evaluation) ?? double.MaxValue);

    public override PlanDescription Describe(ExpressionText names) =>
        Describe(names, _spec.Index is { } index ? $"Vector Top-K using {index.Name} on " : ExactTitle);

    public override PlanDescription DescribeWithoutIndex(ExpressionText names) => Describe(names, ExactTitle);

    protected override Operator Start(OperatorContext context) => new IteratorOperator(Run(context), context.CancellationToken);

    private IEnumerable<Batch> Run(OperatorContext context)
    {
        var table = context.Table(_spec.Filter.Table.Id);
        var skip = _spec.Offset.Evaluate(context.Evaluation) ?? 0;
        var wanted = Math.Min(_spec.Limit.Evaluate(context.Evaluation) ?? long.MaxValue, table.RowCount);
        if (wanted == 0 || skip >= table.RowCount)
            return [];
        var query = _query.EvaluateScalar(context.Evaluation);
        var keep = (int)Math.Min(wanted + skip, table.RowCount);
        if (query.IsNull || keep > int.MaxValue / 2 || !HasDimensions(query) || Search(table, query, keep, context) is not { } hits)
            return Drain(_spec.Exhaustive.Open(context));
        return Finish(table, hits, keep, (int)skip, context);
    }

    private PlanDescription Describe(ExpressionText names, string title) =>
        new PlanDescription(title + ExpressionText.Relation(_spec.Filter.Table.Name, _spec.Filter.Scan.Alias))
            .With("Order By", names.Write(_spec.DistanceExpression))
            .With("Then By", _spec.Orderings.Count > 1 ? names.Orderings([.. _spec.Orderings.Skip(1)]) : null)
            .With("Limit", _spec.Limit.Text)
            .With("Offset", _spec.Offset.Text)
            .With("Filter", _spec.Filter.Condition is { } condition ? names.Write(condition) : null)
            .With("Threshold", Conjuncts.Combine(_spec.Thresholds) is { } threshold ? names.Write(threshold) : null);

    private static IEnumerable<Batch> Drain(Operator source)
    {
        using (source)
            while (source.Next() is { } batch)
                yield return batch;
    }

    // A query of other dimensions is an error that the expression reports best.
    private bool HasDimensions(in Value query)
    {
        var column = _spec.Filter.Table.Columns[_spec.VectorColumn].Type;
        var dimensions = query.Type.Kind switch
        {
            TypeKind.Vector => query.AsVector().Length,
            TypeKind.HalfVec => query.AsHalfVector().Length,
            TypeKind.SparseVec => query.AsSparseVector().Dimensions,
            _ => query.AsBitString().Length,
        };
        return query.Type.Kind == column.Kind && dimensions == column.Modifier;
    }

    // The hits of all segments, nearest first; null when rows without distance are needed to fill the limit.
    private List<Hit>? Search(TableSnapshot table, Value query, int keep, OperatorContext context)
    {
        var entry = context.Execution.Trace?.For(this);
        var trace = entry is null ? null : entry.Search ??= new VectorSearchTrace();
        var scanner = new SegmentScanner(_spec.Filter, context, entry);
        var hits = new List<Hit>();
        var column = table.Definition.Columns[_spec.VectorColumn];
        var ties = _spec.Orderings.Count > 1 ? 16 : 0;
        var matching = 0L;
        for (var segment = 0; segment < table.Segments.Count; segment++)
        {
            context.ThrowIfCancelled();
            var snapshot = table.Segments[segment];
            if (snapshot.LiveCount == 0)
                continue;
            var allowed = scanner.Match(snapshot);
            var count = allowed?.Count ?? snapshot.LiveCount;
            matching += count;
            if (count > 0)
                AddHits(hits, segment, snapshot, column, query, Math.Min(count, keep + ties), allowed, trace, context);
        }

        hits.Sort(static (left, right) => left.CompareTo(right));
        entry?.Note(string.Create(CultureInfo.InvariantCulture, $"Matching Rows: {matching} of {table.RowCount}"));
        if (hits.Count < Math.Min(keep, matching))
            return null;
        // With further keys, all rows as near as the last one take part; too many of them are sorted the long way.
        if (ties > 0 && hits.Count < matching && hits.Count >= keep && hits[^1].Distance.CompareTo(hits[keep - 1].Distance) <= 0)
            return null;
        return hits;
    }

    private void AddHits(
        List<Hit> hits,
        int segment,
        SegmentSnapshot snapshot,
        ColumnDefinition column,
        in Value query,
        int most,
        OrdinalBitmap? allowed,
        VectorSearchTrace? trace,
        OperatorContext context)
    {
        var found = new Neighbor[most];
        var ef = Math.Max(context.Settings.EfSearch, most);
        var index = context.Settings.EnableIndexScan ? _spec.Index : null;
        var count = snapshot.SearchVectors(index, column, _spec.Metric, query, ef, allowed, found, trace, context.CancellationToken);
        for (var i = 0; i < count; i++)
            hits.Add(new Hit(found[i].Distance, segment, found[i].Ordinal));
    }

    private IEnumerable<Batch> Finish(TableSnapshot table, List<Hit> hits, int keep, int skip, OperatorContext context)
    {
        var count = hits.Count;
        if (_spec.Orderings.Count == 1)
            count = Math.Min(count, keep);
        var all = Fetch(table, hits.GetRange(0, count));
        if (_spec.Orderings.Count > 1)
            all = ColumnGather.GatherAll(all.Columns, RowSorter.Sort(all, _keys).AsSpan(0, Math.Min(keep, count)));
        if (_threshold is not null)
            all = ColumnGather.Compact(_threshold.Select(all, context.Evaluation));
        return skip >= all.Length ? [] : Batches.Slices(ColumnGather.Slice(all, skip, all.Length - skip));
    }

    private Batch Fetch(TableSnapshot table, List<Hit> hits)
    {
        var definitions = Array.ConvertAll(_sources, source => table.Definition.Columns[source]);
        var columns = RowFetch.Read(table, definitions, [.. hits.Select(hit => (hit.Segment, hit.Ordinal))]);
        return new Batch([.. columns, new FixedColumn<double>(SqlType.Double, hits.Select(hit => hit.Distance).ToArray())], hits.Count);
    }

    private readonly record struct Hit(double Distance, int Segment, int Ordinal) : IComparable<Hit>
    {
        // NaN is above all numbers, as in ORDER BY.
        public int CompareTo(Hit other)
        {
            var order = ColumnOrder.OfDouble(Distance).CompareTo(ColumnOrder.OfDouble(other.Distance));
            if (order != 0)
                return order;
            order = Segment.CompareTo(other.Segment);
            return order != 0 ? order : Ordinal.CompareTo(other.Ordinal);
        }
    }
}
