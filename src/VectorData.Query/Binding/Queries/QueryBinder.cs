using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values.Comparison;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>Binds queries: one binder for each query and nested query of a statement.</summary>
internal sealed class QueryBinder
{
    private readonly CommonTables _commonTables;

    public QueryBinder(BindingContext context)
        : this(context, null, CommonTables.None, [])
    {
    }

    private QueryBinder(BindingContext context, QueryScope? outer, CommonTables commonTables, Dictionary<int, BoundColumn> outerColumns)
    {
        Context = context;
        Outer = outer;
        OuterColumns = outerColumns;
        _commonTables = commonTables;
        Expressions = new ExpressionBinder(new QueryScope(this, "VALUES", FromItem.Nothing, outer), context.Parameters);
    }

    public BindingContext Context { get; }

    /// <summary>The scope around this query; null at the top.</summary>
    public QueryScope? Outer { get; }

    /// <summary>Binds expressions that see no columns of this query.</summary>
    public ExpressionBinder Expressions { get; }

    /// <summary>Columns of enclosing queries that this one reads, by slot.</summary>
    public Dictionary<int, BoundColumn> OuterColumns { get; }

    /// <summary>
    /// Binds a query. Result columns whose type is still unknown get the type at their place in <paramref name="unknownAs"/>, or text.
    /// </summary>
    public BoundQuery Bind(QueryStatement query, IReadOnlyList<SqlType>? unknownAs = null)
    {
        var part = BindPart(query);
        SqlType[]? types = null;
        for (var i = 0; unknownAs is not null && i < Math.Min(part.Items.Count, unknownAs.Count); i++)
        {
            if (part.Items[i].Type.Kind == TypeKind.Unknown)
                (types ??= [.. part.SettledTypes()])[i] = unknownAs[i];
        }

        return Finish(part.Build(this, types ?? part.SettledTypes()));
    }

    /// <summary>A binder that sees the common tables of a WITH clause; <paramref name="user"/> is the statement that has the clause.</summary>
    public QueryBinder With(WithClause? clause, SyntaxNode user)
    {
        if (clause is null)
            return this;
        foreach (var table in clause.Tables)
            if (table.Statement is not QueryStatement)
                throw QueryErrors.NotSupported("data-modifying statements in WITH are not supported", table.Statement.Position);
        return new QueryBinder(Context, Outer, _commonTables.With(clause, user, Outer), OuterColumns);
    }

    /// <summary>Names of a FROM list, for clauses of other statements: expressions bound in it may hold nested queries.</summary>
    public QueryScope Scope(string clauseName, FromItem from) => new(this, clauseName, from, Outer);

    /// <summary>A nested query as an operand of an expression.</summary>
    public SubquerySource BindNested(QueryStatement query, QueryScope scope)
    {
        var bound = Nested(scope).Bind(query);
        return new SubquerySource(
            new NestedQuery(bound), [.. bound.Outputs.Select(output => output.Column.Type)], [.. bound.Outer.Select(column => column.Slot)]);
    }

    /// <summary>A binder for a query inside <paramref name="scope"/>.</summary>
    internal QueryBinder Nested(QueryScope? scope) => new(Context, scope, _commonTables, []);

    internal CommonTable? FindCommonTable(QualifiedName name) => name.Parts.Count == 1 ? _commonTables.Find(name.Name) : null;

    /// <summary>The query of a common table, bound for one reference from here.</summary>
    internal QueryPart BindCommonTable(CommonTable table, out QueryBinder definer)
    {
        definer = new QueryBinder(Context, table.Outer, table.Visible, []);
        return definer.BindPart((QueryStatement)table.Syntax.Statement);
    }

    /// <summary>Notes that something inside this query, defined below <paramref name="outer"/>, reads outer columns.</summary>
    internal void NoteOuter(IEnumerable<BoundColumn> columns, QueryScope? outer)
    {
        for (var level = this; ; level = level.Outer.Binder)
        {
            foreach (var column in columns)
                level.OuterColumns.TryAdd(column.Slot, column);
            if (level.Outer is null || ReferenceEquals(level.Outer, outer))
                break;
        }
    }

    internal BoundQuery Finish(BoundQuery query) => query with { Outer = [.. OuterColumns.Values] };

    internal QueryPart BindPart(QueryStatement query)
    {
        if (query.With is { } clause)
            return With(clause, query).BindPart(query with { With = null });
        return query.Body switch
        {
            SelectBody select => new SelectBinder(this, select, query).Bind(),
            ValuesBody values => Ordered(ValuesPart.Bind(this, values), query),
            SetOperationBody operation => Ordered(SetOperationPart.Bind(this, operation), query),
            NestedBody nested => Ordered(BindPart(nested.Query), query),
            _ => throw QueryErrors.NotSupported("this kind of query is not supported", query.Position),
        };
    }

    internal QueryPart BindBody(QueryBody body) => BindPart(body is NestedBody nested ? nested.Query : new QueryStatement(body.Position, body));

    private QueryPart Ordered(QueryPart part, QueryStatement query)
    {
        if (query.Locking.Count > 0)
            throw QueryErrors.NotSupported("FOR UPDATE is not allowed with UNION/INTERSECT/EXCEPT", query.Locking[0].Position);
        return query.OrderBy.Count == 0 && query.Limit is null && query.Offset is null ? part : new OrderedPart(part, this, query);
    }

    /// <summary>LIMIT and OFFSET around a relation.</summary>
    internal BoundRelation Limit(BoundRelation relation, QueryStatement query)
    {
        if (query.Limit is null && query.Offset is null)
            return relation;
        var limit = query.Limit is null ? null : Expressions.In(Scope("LIMIT", FromItem.Nothing)).BindRowCount(query.Limit, "LIMIT");
        var offset = query.Offset is null ? null : Expressions.In(Scope("OFFSET", FromItem.Nothing)).BindRowCount(query.Offset, "OFFSET");
        if (query.WithTies && query.OrderBy.Count == 0)
            throw QueryErrors.At(SqlStates.SyntaxError, "WITH TIES cannot be specified without ORDER BY clause", query.Position);
        return new BoundLimit(relation, limit, offset, query.WithTies);
    }

    /// <summary>42883 for a key of a type without equality (json).</summary>
    internal static void RequireEquality(SqlType type, int position)
    {
        if (!ColumnComparer.IsComparable(type))
            throw QueryErrors.At(SqlStates.UndefinedFunction, $"could not identify an equality operator for type {type.Name}", position);
    }

    /// <summary>A key of ORDER BY with PostgreSQL's place for NULL: greatest.</summary>
    internal static BoundOrdering Ordering(BoundExpression expression, OrderItem item)
    {
        var descending = item.UsingOperator switch
        {
            null => item.Descending,
            "<" => false,
            ">" => true,
            _ => throw QueryErrors.At(
                SqlStates.WrongObjectType,
                $"operator {item.UsingOperator} is not a valid ordering operator",
                item.Position,
                "Ordering operators must be \"<\" or \">\" members of btree operator families."),
        };
        if (!ColumnComparer.IsComparable(expression.Type))
        {
            throw QueryErrors.At(
                SqlStates.UndefinedFunction,
                $"could not identify an ordering operator for type {expression.Type.Name}",
                item.Expression.Position,
                "Use an explicit ordering operator or modify the query.");
        }

        var nullsFirst = item.Nulls switch
        {
            NullsOrder.First => true,
            NullsOrder.Last => false,
            _ => descending,
        };
        return new BoundOrdering(expression, descending, nullsFirst);
    }
}

/// <summary>A query inside an expression; its plan is made when it first runs and kept.</summary>
internal sealed class NestedQuery(BoundQuery query)
{
    private object? _plan;

    public BoundQuery Query { get; } = query;

    /// <summary>What the planner makes of the query, made once.</summary>
    public T PlanOnce<T>(Func<BoundQuery, T> plan)
        where T : class
    {
        if (Volatile.Read(ref _plan) is T known)
            return known;
        var made = plan(Query);
        return (T)(Interlocked.CompareExchange(ref _plan, made, null) ?? made);
    }
}
