using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>
/// A bound SELECT up to its result columns. They are computed after ORDER BY and LIMIT where nothing before needs them, so that
/// they cost something only for rows that are given out.
/// </summary>
internal sealed class SelectPart(
    QueryBinder binder,
    QueryStatement query,
    SelectBody body,
    FromItem from,
    List<SelectColumn> columns,
    List<(BoundTableFunction Function, BoundColumn Column)> rowFunctions,
    SelectKey[] distinctOn,
    (SelectKey Key, OrderItem Item)[] orderings) : QueryPart
{
    /// <summary>FROM, WHERE, GROUP BY, HAVING and window functions.</summary>
    public BoundRelation Relation { get; set; } = from.Relation;

    /// <summary>Nothing but FROM and WHERE so far.</summary>
    public bool IsPlain { get; set; }

    public override IReadOnlyList<string> Names => [.. columns.Select(column => column.Name)];

    public override IReadOnlyList<BoundExpression> Items => [.. columns.Select(column => column.Expression)];

    public override int PositionOf(int item) => columns[item].Position;

    public void RewriteKeys(Func<BoundExpression, BoundExpression> rewrite)
    {
        for (var i = 0; i < distinctOn.Length; i++)
            if (distinctOn[i].Expression is { } expression)
                distinctOn[i] = distinctOn[i] with { Expression = rewrite(expression) };
        for (var i = 0; i < orderings.Length; i++)
            if (orderings[i].Key.Expression is { } expression)
                orderings[i].Key = orderings[i].Key with { Expression = rewrite(expression) };
    }

    public override (BoundRelation Relation, IReadOnlyList<BoundExpression> Items)? Open(QueryBinder user)
    {
        if (!IsPlain || body.Distinct is not null || orderings.Length > 0 || query.Limit is not null || query.Offset is not null || query.Locking.Count > 0)
            return null;
        var items = columns.Select(column => user.Expressions.ResolveUnknown(column.Expression)).ToArray();
        return Array.Exists(items, item => item.IsVolatile || item.DescendantsAndSelf().Any(node => node is BoundSubquery)) ? null : (Relation, items);
    }

    public override BoundQuery Build(QueryBinder user, IReadOnlyList<SqlType>? types)
    {
        var items = new BoundExpression[columns.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = types is null || columns[i].Expression.Type == types[i]
                ? user.Expressions.ResolveUnknown(columns[i].Expression)
                : user.Expressions.Coerce(columns[i].Expression, types[i]);
        }

        var relation = Relation;
        if (rowFunctions.Count > 0)
        {
            var scan = new BoundFunctionScan(
                [.. rowFunctions.Select(row => row.Function)], [.. rowFunctions.Select(row => row.Column)], withOrdinality: false, "select");
            relation = new BoundJoin(BoundJoinKind.Inner, relation, scan, null, isLateral: true);
        }

        return body.Distinct is { On.Count: 0 } ? BuildDistinct(relation, items) : BuildOrdered(relation, items);
    }

    // SELECT DISTINCT: the rows that are compared are the result's, and only its columns can be keys of the order.
    private BoundQuery BuildDistinct(BoundRelation relation, BoundExpression[] items)
    {
        if (query.Locking.Count > 0)
            throw QueryErrors.NotSupported("FOR UPDATE is not allowed with DISTINCT clause", query.Locking[0].Position);
        for (var i = 0; i < items.Length; i++)
            QueryBinder.RequireEquality(items[i].Type, columns[i].Position);
        var (projected, outputs) = Project(relation, items);
        BoundRelation result = new BoundDistinct(projected, [.. outputs.Select(output => output.Column).DistinctBy(column => column.Slot)]);
        var keys = new BoundOrdering[orderings.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            if (orderings[i].Key.Expression is not null)
            {
                throw QueryErrors.At(
                    SqlStates.InvalidColumnReference,
                    "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
                    orderings[i].Key.Position);
            }

            keys[i] = QueryBinder.Ordering(outputs[orderings[i].Key.Column].Column, orderings[i].Item);
        }

        result = keys.Length == 0 ? result : new BoundSort(result, keys);
        return new BoundQuery(binder.Limit(result, query), outputs);
    }

    private BoundQuery BuildOrdered(BoundRelation relation, BoundExpression[] items)
    {
        var computed = new List<BoundAssignment>();
        var on = Array.ConvertAll(distinctOn, key => Key(key, items, computed));
        for (var i = 0; i < on.Length; i++)
            QueryBinder.RequireEquality(on[i].Type, distinctOn[i].Position);
        var keys = Array.ConvertAll(orderings, ordering => QueryBinder.Ordering(Key(ordering.Key, items, computed), ordering.Item));
        for (var i = 0; i < Math.Min(on.Length, keys.Length); i++)
        {
            if (!Array.Exists(on, column => column.Equals(keys[i].Expression)))
            {
                throw QueryErrors.At(
                    SqlStates.InvalidColumnReference, "SELECT DISTINCT ON expressions must match initial ORDER BY expressions", distinctOn[i].Position);
            }
        }

        if (computed.Count > 0)
            relation = new BoundProject(relation, computed, keepsInput: true);
        if (keys.Length > 0)
            relation = new BoundSort(relation, keys);
        if (on.Length > 0)
            relation = new BoundDistinct(relation, on);
        relation = binder.Limit(relation, query);
        if (query.Locking.Count > 0)
            relation = Lock(relation);
        var (projected, outputs) = Project(relation, [.. items.Select(item => Reuse(item, computed))]);
        return new BoundQuery(projected, outputs);
    }

    private BoundColumn Key(SelectKey key, BoundExpression[] items, List<BoundAssignment> computed)
    {
        var expression = key.Expression ?? items[key.Column];
        if (expression is BoundColumn column)
            return column;
        var known = computed.Find(assignment => assignment.Expression.Equals(expression) && !expression.IsVolatile);
        if (known is null)
        {
            known = new BoundAssignment(binder.Context.NewColumn("?column?", expression.Type), expression);
            computed.Add(known);
            if (key.Expression is null)
                items[key.Column] = known.Column;
        }

        return known.Column;
    }

    // What a key has computed is not computed again for the result.
    private static BoundExpression Reuse(BoundExpression item, List<BoundAssignment> computed) => computed.Count == 0
        ? item
        : item.Rewrite(node => node is BoundColumn or BoundConstant
            ? null
            : computed.Find(assignment => assignment.Expression.Equals(node) && !assignment.Expression.IsVolatile)?.Column);

    private (BoundRelation Relation, List<BoundOutput> Outputs) Project(BoundRelation relation, IReadOnlyList<BoundExpression> items)
    {
        var assignments = new List<BoundAssignment>();
        var known = new Dictionary<BoundExpression, BoundAssignment>();
        var outputs = new List<BoundOutput>();
        for (var i = 0; i < items.Count; i++)
        {
            var name = columns[i].Name;
            if (items[i].IsVolatile || !known.TryGetValue(items[i], out var assignment))
            {
                var column = items[i] as BoundColumn
                    ?? binder.Context.NewColumn(name, items[i].Type, items[i] is BoundConstant { Value.IsNull: false });
                assignments.Add(assignment = new BoundAssignment(column, items[i]));
                known[items[i]] = assignment;
            }

            outputs.Add(new BoundOutput(binder.Context.Describe(name, items[i] is BoundConstant ? items[i] : assignment.Column), assignment.Column));
        }

        return (new BoundProject(relation, assignments, keepsInput: false), outputs);
    }

    private BoundLocking Lock(BoundRelation relation)
    {
        var strength = LockStrength.KeyShare;
        var noWait = false;
        var tables = new List<(TableDefinition, RowIdColumns)>();
        foreach (var clause in query.Locking)
        {
            if (clause.Wait == LockWait.SkipLocked)
                throw QueryErrors.NotSupported("SKIP LOCKED is not supported", clause.Position);
            noWait |= clause.Wait == LockWait.NoWait;
            strength = clause.Strength < strength ? clause.Strength : strength;
            foreach (var name in clause.Of)
                if (!from.Scans.Any(scan => scan.Name == name.Name))
                    throw QueryErrors.At(SqlStates.UndefinedTable, $"relation \"{name}\" in FOR UPDATE clause not found in FROM clause", name.Position);
            foreach (var (name, scan) in from.Scans)
                if (scan.RowId is { } rowId && (clause.Of.Count == 0 || clause.Of.Any(of => of.Name == name)) && tables.TrueForAll(known => known.Item2 != rowId))
                    tables.Add((scan.Table, rowId));
        }

        return new BoundLocking(relation, tables, strength, noWait);
    }
}
