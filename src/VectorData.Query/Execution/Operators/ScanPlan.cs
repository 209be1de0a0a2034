using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>Rows of a table that satisfy a condition, found by index where one helps, else block by block. Reads only the columns it gives.</summary>
internal sealed class ScanPlan : PlanNode
{
    /// <summary>In <see cref="Sources"/>: the id of the row's segment.</summary>
    public const int SegmentSource = -1;

    /// <summary>In <see cref="Sources"/>: the row's ordinal.</summary>
    public const int OrdinalSource = -2;

    private const double EqualShare = 0.05;
    private const double OtherShare = 0.3;

    private readonly BoundExpression? _condition;
    private readonly ScanPlan? _whole;

    private ScanPlan(BoundScan scan, IReadOnlyList<BoundColumn> columns, int predicateColumns, IReadOnlyList<BoundExpression> conjuncts, ScanPlan? whole = null)
        : base(columns)
    {
        _whole = whole;
        Scan = scan;
        PredicateColumns = predicateColumns;
        Sources = SourcesOf(scan, columns);
        Conditions = whole?.Conditions ?? [.. conjuncts.Select(conjunct => ScanCondition.Of(conjunct, scan)).OfType<ScanCondition>()];
        Access = whole?.Access ?? ScanAccess.Choose(scan.Table, Conditions);
        _condition = Conjuncts.Combine(conjuncts);
        if (_condition is not null && whole is null)
            Predicate = ExpressionCompiler.CompilePredicate(_condition, new SlotLayout([.. columns.Take(predicateColumns).Select(column => column.Slot)]));
        Subqueries = Nested(conjuncts);
    }

    public BoundScan Scan { get; }

    public TableDefinition Table => Scan.Table;

    public IReadOnlyList<ScanCondition> Conditions { get; }

    /// <summary>The index that answers conditions, or null.</summary>
    public ScanAccess? Access { get; }

    /// <summary>The whole condition, over the first <see cref="PredicateColumns"/> columns; null when there is none.</summary>
    public CompiledPredicate? Predicate { get; }

    /// <summary>The scan that tests the whole condition; this one where it does so itself.</summary>
    public ScanPlan Whole => _whole ?? this;

    public int PredicateColumns { get; }

    /// <summary>For each column its position in the table, or what else it holds.</summary>
    public int[] Sources { get; }

    public BoundExpression? Condition => _condition;

    /// <summary>A scan that gives the columns in <paramref name="need"/>; those of the condition stand first.</summary>
    public static ScanPlan Make(BoundScan scan, IReadOnlySet<int> need, IReadOnlyList<BoundExpression> conjuncts)
    {
        var inCondition = new HashSet<int>();
        foreach (var conjunct in conjuncts)
            inCondition.UnionWith(conjunct.Slots());
        var first = scan.Columns.Where(column => inCondition.Contains(column.Slot)).ToArray();
        var rest = scan.Columns.Where(column => need.Contains(column.Slot) && !inCondition.Contains(column.Slot));
        var plan = new ScanPlan(scan, [.. first, .. rest], first.Length, conjuncts);
        // What a unique key alone finds needs no further test, so that the columns of the condition are not read for it.
        return plan.Access is { IsPoint: true } access && access.Conditions.Count == conjuncts.Count
            ? new ScanPlan(scan, [.. scan.Columns.Where(column => need.Contains(column.Slot))], 0, conjuncts, plan)
            : plan;
    }

    public override double EstimateRows(OperatorContext context)
    {
        var table = context.Table(Table.Id);
        if (_condition is null)
            return table.RowCount;
        if (Access is { IsPoint: true })
            return Math.Min(table.RowCount, 1);
        var share = Conditions.Count == 0 ? OtherShare : 1;
        foreach (var group in Conditions.GroupBy(condition => condition.Column))
            share *= group.Any(condition => condition.Comparison == ComparisonKind.Equal) ? EqualShare : RangeShare(table, [.. group], context);
        return table.RowCount * share;
    }

    public override PlanDescription Describe(ExpressionText names)
    {
        var name = ExpressionText.Relation(Table.Name, Scan.Alias);
        if (Access is null)
            return DescribeWithoutIndex(names);
        var used = Access.Conditions.Select(condition => condition.Source).ToArray();
        var rest = Conjuncts.Combine([.. Conjuncts.Split(_condition).Where(conjunct => !used.Contains(conjunct, ReferenceEqualityComparer.Instance))]);
        return new PlanDescription($"Index Scan using {Access.Index.Name} on {name}")
            .With("Index Cond", names.Write(Conjuncts.Combine(used)!))
            .With("Filter", rest is null ? null : names.Write(rest));
    }

    public override PlanDescription DescribeWithoutIndex(ExpressionText names) =>
        new PlanDescription($"Seq Scan on {ExpressionText.Relation(Table.Name, Scan.Alias)}")
            .With("Filter", _condition is null ? null : names.Write(_condition));

    protected override Operator Start(OperatorContext context) =>
        Access is { IsPoint: true } && context.Settings.EnableIndexScan
            ? new PointLookup(this, context)
            : new IteratorOperator(Run(context), context.CancellationToken);

    /// <summary>The rows by testing the whole condition.</summary>

    internal IEnumerable<Batch> Run(OperatorContext context)
    {
        if (_whole is not null)
        {
            var ordinals = Columns.Select(column => _whole.Layout.OrdinalOf(column.Slot)).ToArray();
            foreach (var batch in _whole.Run(context))
                yield return new Batch(Array.ConvertAll(ordinals, ordinal => batch.Columns[ordinal]), batch.Length, batch.Selection, batch.HasSelection);
            yield break;
        }

        var scanner = new SegmentScanner(this, context, context.Execution.Trace?.For(this));
        if (scanner.IsNever)
            yield break;
        foreach (var segment in context.Table(Table.Id).Segments)
            foreach (var batch in scanner.Scan(segment))
                yield return batch;
    }

    // Zone maps tell how much of a sealed segment a range covers. Bounds from outer rows are not known before they run.
    private double RangeShare(TableSnapshot table, ScanCondition[] conditions, OperatorContext context)
    {
        if (table.RowCount == 0 || Array.Exists(conditions, condition => !condition.IsKnown))
            return OtherShare;
        var column = Table.Columns[conditions[0].Column];
        var filter = new ColumnFilter();
        foreach (var condition in conditions)
            condition.Apply(filter, column.Type, context.Evaluation);
        if (filter.IsNever)
            return 0;
        var rows = 0.0;
        foreach (var segment in table.Segments)
            rows += segment.LiveCount * (RangeEstimate.Share(segment, column, filter) ?? OtherShare);
        return rows / table.RowCount;
    }

    /// <summary>For each column its position in the table, or what else it holds.</summary>
    internal static int[] SourcesOf(BoundScan scan, IReadOnlyList<BoundColumn> columns)
    {
        var places = new Dictionary<int, int>();
        for (var i = 0; i < scan.TableColumns.Count; i++)
            places[scan.TableColumns[i].Slot] = i;
        if (scan.RowId is { } rowId)
        {
            places[rowId.Segment.Slot] = SegmentSource;
            places[rowId.Ordinal.Slot] = OrdinalSource;
        }

        return [.. columns.Select(column => places[column.Slot])];
    }
}
