using VectorData.Core.Errors;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>The names that a clause of a query sees: the items of FROM, then those of enclosing queries.</summary>
internal sealed class QueryScope(QueryBinder binder, string clauseName, FromItem from, QueryScope? outer) : IExpressionScope
{
    public string ClauseName { get; } = clauseName;

    /// <summary>The query whose clause this is.</summary>
    public QueryBinder Binder => binder;

    public FromItem From { get; } = from;

    public QueryScope? Outer { get; } = outer;

    /// <summary>Where aggregates of this clause are collected; null where none are allowed.</summary>
    public AggregateCollector? Aggregates { get; init; }

    /// <summary>Where calls with OVER are collected; null where none are allowed.</summary>
    public WindowCollector? Windows { get; init; }

    /// <summary>Set inside the arguments of an aggregate.</summary>
    public bool InAggregate { get; init; }

    /// <summary>Items of the same FROM that cannot be seen from here: for messages only.</summary>
    public FromItem? Unreachable { get; init; }

    /// <summary>The condition of a join, where LATERAL would not help.</summary>
    public bool IsJoin { get; init; }

    /// <summary>Set inside the arguments of a window function.</summary>
    public bool InWindow { get; init; }

    /// <summary>Where aggregates among the arguments of an aggregate go: only of one that is a window function.</summary>
    public AggregateCollector? ArgumentAggregates { get; init; }

    public IExpressionScope AggregateArguments => new QueryScope(binder, ClauseName, From, Outer)
    {
        InAggregate = ArgumentAggregates is null,
        Aggregates = ArgumentAggregates,
        InWindow = InWindow,
    };

    /// <summary>Inside a window call: aggregates as before, no further window calls.</summary>
    public QueryScope WithoutWindows() => new(binder, ClauseName, From, Outer) { Aggregates = Aggregates, InWindow = true };

    /// <summary>For an aggregate that is called as window function: its arguments may hold aggregates of the query.</summary>
    public QueryScope ForWindowAggregate(AggregateCollector collector) =>
        new(binder, ClauseName, From, Outer) { Aggregates = collector, ArgumentAggregates = Aggregates, InWindow = true };

    public BoundExpression ResolveColumn(ColumnReference reference)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.TryResolve(reference) is not { } found)
                continue;
            if (!ReferenceEquals(scope, this))
                NoteOuter(scope, found);
            return found is BoundColumn column ? column with { Position = reference.Position } : found;
        }

        throw NotFound(reference);
    }

    public SubquerySource BindSubquery(QueryStatement query, ParameterTable parameters) => binder.BindNested(query, this);

    public BoundExpression BindAggregate(BoundAggregate aggregate)
    {
        if (InAggregate)
            throw QueryErrors.At(SqlStates.GroupingError, "aggregate function calls cannot be nested", aggregate.Position);
        if (Aggregates is null)
        {
            throw QueryErrors.At(
                SqlStates.GroupingError,
                ClauseName is "FROM" ? "aggregate functions are not allowed in functions in FROM" : $"aggregate functions are not allowed in {ClauseName}",
                aggregate.Position);
        }

        RequireOwn(aggregate);
        return Aggregates.Add(aggregate);
    }

    // An aggregate over nothing but outer columns belongs to the outer query, whose groups it would be computed over.
    private void RequireOwn(BoundAggregate aggregate)
    {
        var read = BoundGrouping.Parts(aggregate).SelectMany(part => part.Slots()).ToList();
        if (read.Count > 0 && read.TrueForAll(binder.OuterColumns.ContainsKey))
        {
            throw QueryErrors.At(
                SqlStates.FeatureNotSupported,
                "aggregates over columns of an outer query are not supported",
                aggregate.Position,
                "Compute the aggregate in the outer query, or in a derived table, and use its column here.");
        }
    }

    public BoundExpression BindWindow(FunctionCall call, ExpressionBinder binder)
    {
        if (InAggregate)
            throw QueryErrors.At(SqlStates.GroupingError, "aggregate function calls cannot contain window function calls", call.Position);
        if (InWindow)
            throw QueryErrors.At(SqlStates.WindowingError, "window function calls cannot be nested", call.Position);
        return Windows is null
            ? throw QueryErrors.At(SqlStates.WindowingError, $"window functions are not allowed in {ClauseName}", call.Position)
            : Windows.Add(call, binder);
    }

    /// <summary>The columns that a star stands for: 42P01 for an unknown table, 42601 without FROM.</summary>
    public IReadOnlyList<ScopeColumn> Expand(StarExpression star)
    {
        if (star.Qualifier is { } name)
            return FindTable(name)?.Columns ?? throw NoTable(name, star.Position);
        return From.Tables.Count > 0
            ? From.Columns
            : throw QueryErrors.At(SqlStates.SyntaxError, "SELECT * with no tables specified is not valid", star.Position);
    }

    // Every query between the one that has the column and the one that reads it reads an outer column.
    private void NoteOuter(QueryScope owner, BoundExpression found)
    {
        foreach (var node in found.DescendantsAndSelf().OfType<BoundColumn>())
            for (var scope = this; !ReferenceEquals(scope, owner); scope = scope!.Outer)
                scope!.NoteOuter(node);
    }

    private void NoteOuter(BoundColumn column) => binder.OuterColumns.TryAdd(column.Slot, column);

    private BoundExpression? TryResolve(ColumnReference reference)
    {
        var name = reference.Name;
        if (name.Parts.Count == 1)
            return TryUnqualified(name.Name, reference.Position);
        var table = FindTable(Qualifier(name));
        if (table is null)
            return null;
        ScopeColumn? found = null;
        foreach (var column in table.Columns)
        {
            if (column.Name != name.Name)
                continue;
            if (found is not null)
                throw QueryErrors.AmbiguousColumn(name.Name, reference.Position);
            found = column;
        }

        return found?.Expression ?? throw QueryErrors.NoColumn(table.Name, name.Name, reference.Position, [table]);
    }

    private BoundExpression? TryUnqualified(string name, int position)
    {
        ScopeColumn? found = null;
        foreach (var column in From.Columns)
        {
            if (column.Name != name)
                continue;
            if (found is not null)
                throw QueryErrors.AmbiguousColumn(name, position);
            found = column;
        }

        return found?.Expression;
    }

    private ScopeTable? FindTable(QualifiedName name)
    {
        ScopeTable? found = null;
        foreach (var table in From.Tables)
        {
            if (table.Name != name.Name || (name.Qualifier is { } schema && (table.Schema != schema || table.AliasFor is not null)))
                continue;
            if (found is not null)
                throw QueryErrors.AmbiguousTable(name.Name, name.Position);
            found = table;
        }

        return found;
    }

    private VectorDbException NotFound(ColumnReference reference)
    {
        var name = reference.Name;
        if (name.Parts.Count > 1)
            return NoTable(Qualifier(name), reference.Position);
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Unreachable?.Columns.Any(column => column.Name == name.Name) == true)
            {
                return QueryErrors.At(
                    SqlStates.UndefinedColumn,
                    $"column \"{name.Name}\" does not exist",
                    reference.Position,
                    scope.IsJoin ? null : "To reference that column, you must mark this subquery with LATERAL.",
                    $"There is a column named \"{name.Name}\", but it cannot be referenced from this part of the query.");
            }
        }

        return QueryErrors.NoColumn(null, name.Name, reference.Position, Visible());
    }

    private VectorDbException NoTable(QualifiedName name, int position)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Unreachable?.Tables.Any(table => table.Name == name.Name) == true)
            {
                return QueryErrors.At(
                    SqlStates.UndefinedTable,
                    $"invalid reference to FROM-clause entry for table \"{name.Name}\"",
                    position,
                    scope.IsJoin ? null : "To reference that table, you must mark this subquery with LATERAL.",
                    $"There is an entry for table \"{name.Name}\", but it cannot be referenced from this part of the query.");
            }
        }

        return QueryErrors.NoTable(name.Name, position, Visible().FirstOrDefault(table => table.AliasFor == name.Name)?.Name);
    }

    private IEnumerable<ScopeTable> Visible()
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            foreach (var table in scope.From.Tables)
                yield return table;
    }

    private static QualifiedName Qualifier(QualifiedName name) => new(name.Position, [.. name.Parts.Take(name.Parts.Count - 1)]);
}

/// <summary>The aggregates of one SELECT, each once, with the slots of their values.</summary>
internal sealed class AggregateCollector(BindingContext context)
{
    private readonly List<BoundAggregateColumn> _columns = [];

    public IReadOnlyList<BoundAggregateColumn> Columns => _columns;

    public BoundExpression Add(BoundAggregate aggregate)
    {
        foreach (var known in _columns)
            if (known.Aggregate.Equals(aggregate) && !BoundGrouping.Parts(aggregate).Any(part => part.IsVolatile))
                return known.Column;
        var column = context.NewColumn(aggregate.Function.Name, aggregate.Type, notNull: aggregate.Function.Name == "count", aggregate.Position);
        _columns.Add(new BoundAggregateColumn(column, aggregate));
        return column;
    }
}
