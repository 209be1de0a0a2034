using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;
using VectorData.Query.Settings;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>
/// One execution of a statement: its transaction and settings, rows of common tables, results of nested queries that do not depend on outer rows.
/// Give it as <see cref="EvaluationContext.Subqueries"/> to the expressions.
/// </summary>
internal sealed class QueryExecution(StorageTransaction transaction, SettingValues settings) : ISubqueryRunner
{
    private Dictionary<object, IReadOnlyList<Batch>>? _commonTables;
    private Dictionary<object, ColumnVector[]>? _results;

    public StorageTransaction Transaction { get; } = transaction;

    public SettingValues Settings { get; } = settings;

    /// <summary>Set for EXPLAIN ANALYZE: every operator reports to it.</summary>
    public PlanTrace? Trace { get; init; }

    public ColumnVector[] Run(SubquerySource source, EvaluationContext context, long maxRows)
    {
        var key = (object)source.Query;
        if (source.OuterSlots.Count == 0 && _results is not null && _results.TryGetValue(key, out var known) && (known.Length == 0 || known[0].Length <= maxRows))
            return known;
        var plan = ((NestedQuery)source.Query).PlanOnce(QueryPlanner.Plan);
        var rows = Collect(plan, context, maxRows);
        if (source.OuterSlots.Count == 0)
            (_results ??= new Dictionary<object, ColumnVector[]>(ReferenceEqualityComparer.Instance))[key] = rows;
        return rows;
    }

    /// <summary>The rows of a common table, computed at the first call.</summary>
    public IReadOnlyList<Batch> CommonTable(object key, Func<IReadOnlyList<Batch>> compute)
    {
        _commonTables ??= new Dictionary<object, IReadOnlyList<Batch>>(ReferenceEqualityComparer.Instance);
        if (!_commonTables.TryGetValue(key, out var rows))
            _commonTables[key] = rows = compute();
        return rows;
    }

    private ColumnVector[] Collect(PhysicalPlan plan, EvaluationContext context, long maxRows)
    {
        using var root = plan.Open(this, context);
        var collector = new RowCollector(plan.Types);
        while (collector.Count < maxRows && root.Next() is { } batch)
        {
            if (collector.Count + (long)batch.Count > maxRows)
                batch = ColumnGather.Head(batch, (int)(maxRows - collector.Count));
            collector.Add(batch);
        }

        var rows = collector.Take();
        return rows.Columns.Length == 0 ? [ColumnBuilder.Repeat(Value.Of(true), SqlType.Boolean, rows.Length)] : rows.Columns;
    }
}
