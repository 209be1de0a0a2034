using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>Rows of a table that satisfy a condition, found by index where one helps, else block by block. Reads only the columns it gives.</summary>
internal sealed class ScanPlan : PlanNode
{
    /// <summary>In <see cref="Sources"/>: the id of the row's segment.</summary>
    public const int SegmentSource = -1;

    /// <summary>In <see cref="Sources"/>: the row's ordinal.</summary>
    public const int OrdinalSource = -2;

    private readonly BoundExpression? _condition;
    private readonly bool _isPointOnly;

    private ScanPlan(BoundScan scan, IReadOnlyList<BoundColumn> columns, int predicateColumns, IReadOnlyList<BoundExpression> conjuncts)
        : base(columns)
    {
        Scan = scan;
        PredicateColumns = predicateColumns;
        Sources = [.. columns.Select(column => SourceOf(scan, column.Slot))];
        Conditions = [.. conjuncts.Select(conjunct => ScanCondition.Of(conjunct, scan)).OfType<ScanCondition>()];
        Access = ScanAccess.Choose(scan.Table, Conditions);
        _condition = Conjuncts.Combine(conjuncts);
        _isPointOnly = Access is { IsPoint: true } && Access.Conditions.Count == conjuncts.Count;
        if (_condition is not null)
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

    public int PredicateColumns { get; }

    /// <summary>For each column its position in the table, or what else it holds.</summary>
    public int[] Sources { get; }

    public BoundExpression? Condition => _condition;

    /// <summary>The condition is a unique key's value and nothing else: what the index finds needs no further test.</summary>
    public bool IsPointOnly => _isPointOnly;

    /// <summary>A scan that gives the columns in <paramref name="need"/>; those of the condition stand first.</summary>
    public static ScanPlan Make(BoundScan scan, IReadOnlySet<int> need, IReadOnlyList<BoundExpression> conjuncts)
    {
        var inCondition = new HashSet<int>();
        foreach (var conjunct in conjuncts)
            inCondition.UnionWith(conjunct.Slots());
        var first = scan.Columns.Where(column => inCondition.Contains(column.Slot)).ToArray();
        var rest = scan.Columns.Where(column => need.Contains(column.Slot) && !inCondition.Contains(column.Slot));
        return new ScanPlan(scan, [.. first, .. rest], first.Length, conjuncts);
    }

    /// <summary>The same scan with other columns.</summary>
    public ScanPlan WithNeed(IReadOnlySet<int> need) => Make(Scan, need, Conjuncts.Split(_condition));

    public override double EstimateRows(OperatorContext context)
    {
        double rows = context.Table(Table.Id).RowCount;
        if (Access is { IsPoint: true })
            return Math.Min(rows, 1);
        foreach (var condition in Conditions)
            rows *= condition.Comparison == ComparisonKind.Equal ? 0.05 : 0.3;
        if (_condition is not null && Conditions.Count == 0)
            rows *= 0.3;
        return rows;
    }

    public override PlanDescription Describe()
    {
        var name = ExpressionText.Relation(Table.Name, Scan.Alias);
        if (Access is null)
            return new PlanDescription($"Seq Scan on {name}").With("Filter", _condition is null ? null : ExpressionText.Write(_condition));
        var used = Access.Conditions.Select(condition => condition.Source).ToArray();
        var rest = Conjuncts.Combine([.. Conjuncts.Split(_condition).Where(conjunct => !used.Contains(conjunct, ReferenceEqualityComparer.Instance))]);
        return new PlanDescription($"Index Scan using {Access.Index.Name} on {name}")
            .With("Index Cond", ExpressionText.Write(Conjuncts.Combine(used)!))
            .With("Filter", rest is null ? null : ExpressionText.Write(rest));
    }

    protected override Operator Start(OperatorContext context) =>
        Access is { IsPoint: true } && context.Settings.EnableIndexScan
            ? new PointLookup(this, context)
            : new IteratorOperator(Run(context), context.CancellationToken);

    internal IEnumerable<Batch> Run(OperatorContext context)
    {
        var scanner = new SegmentScanner(this, context, context.Execution.Trace?.For(this));
        if (scanner.IsNever)
            yield break;
        foreach (var segment in context.Table(Table.Id).Segments)
            foreach (var batch in scanner.Scan(segment))
                yield return batch;
    }

    private static int SourceOf(BoundScan scan, int slot)
    {
        for (var i = 0; i < scan.TableColumns.Count; i++)
            if (scan.TableColumns[i].Slot == slot)
                return i;
        return slot == scan.RowId!.Segment.Slot ? SegmentSource : OrdinalSource;
    }
}
