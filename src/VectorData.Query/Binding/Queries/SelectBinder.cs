using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>Binds SELECT … FROM … with the ORDER BY, LIMIT and locking of its query.</summary>
internal sealed class SelectBinder
{
    private const int MaxColumns = 1664;

    private readonly QueryBinder _binder;
    private readonly SelectBody _body;
    private readonly QueryStatement _query;
    private readonly AggregateCollector _aggregates;
    private readonly WindowCollector _windows;
    private readonly List<SelectColumn> _columns = [];
    private readonly List<(BoundTableFunction Function, BoundColumn Column)> _rowFunctions = [];
    private FromItem _from = FromItem.Nothing;

    public SelectBinder(QueryBinder binder, SelectBody body, QueryStatement query)
    {
        _binder = binder;
        _body = body;
        _query = query;
        _aggregates = new AggregateCollector(binder.Context);
        _windows = new WindowCollector(binder.Context, body.Windows, BindWindowOrder);
    }

    private ExpressionBinder Expressions => _binder.Expressions;

    public QueryPart Bind()
    {
        _from = new FromBinder(_binder, _query.Locking.Count > 0).Bind(_body.From);
        var relation = _from.Relation;
        if (_body.Where is { } where)
            relation = new BoundFilter(relation, Expressions.In(_binder.Scope("WHERE", _from)).BindCondition(where, "WHERE"));
        foreach (var item in _body.Items)
            BindItem(item);
        if (_columns.Count > MaxColumns)
            throw QueryErrors.At(SqlStates.TooManyColumns, $"target lists can have at most {MaxColumns} entries", _columns[MaxColumns].Position);
        var keys = _body.GroupBy.Select(BindGroupKey).ToList();
        var having = _body.Having is null ? null : Expressions.In(Scope("HAVING", windows: false)).BindCondition(_body.Having, "HAVING");
        var distinctOn = _body.Distinct?.On.Select(expression => BindOutputName(expression, "DISTINCT ON")).ToArray() ?? [];
        var orderings = _query.OrderBy.Select(item => (Key: BindOutputName(item.Expression, "ORDER BY"), Item: item)).ToArray();
        var select = new SelectPart(_binder, _query, _body, _from, _columns, _rowFunctions, distinctOn, orderings);
        var isGrouped = keys.Count > 0 || having is not null || _aggregates.Columns.Count > 0;
        if (isGrouped)
            relation = Group(relation, keys, ref having, select);
        relation = having is null ? relation : new BoundFilter(relation, having);
        select.Relation = Window(relation);
        select.IsPlain = !isGrouped && _windows.Windows.Count == 0 && _rowFunctions.Count == 0;
        if (isGrouped && _query.Locking.Count > 0)
            throw QueryErrors.NotSupported("FOR UPDATE is not allowed with GROUP BY clause", _query.Locking[0].Position);
        return select;
    }

    private QueryScope Scope(string clause, bool windows = true) => new(_binder, clause, _from, _binder.Outer)
    {
        Aggregates = _aggregates,
        Windows = windows ? _windows : null,
    };

    private void BindItem(SelectItem item)
    {
        var scope = Scope("SELECT");
        if (item.Expression is StarExpression star)
        {
            foreach (var column in scope.Expand(star))
                _columns.Add(new SelectColumn(column.Name, column.Expression, star.Position));
            return;
        }

        if (TableFunctionBinder.IsTableFunction(item.Expression))
        {
            foreach (var function in new TableFunctionBinder(_binder).Bind(item.Expression, Expressions.In(scope)))
            {
                var column = _binder.Context.NewColumn(function.Name, function.ColumnType);
                _rowFunctions.Add((function, column));
                _columns.Add(new SelectColumn(ColumnNames.Of(item), column, item.Position));
            }

            return;
        }

        _columns.Add(new SelectColumn(ColumnNames.Of(item), Expressions.In(scope).Bind(item.Expression), item.Expression.Position));
    }

    // GROUP BY takes a bare name for an input column first, an output name second.
    private BoundExpression BindGroupKey(Expression expression)
    {
        if (expression is IntegerLiteral number)
            return AtPosition(number, "GROUP BY");
        var scope = _binder.Scope("GROUP BY", _from);
        if (expression is ColumnReference { Name.Parts.Count: 1 } reference
            && !_from.Columns.Any(column => column.Name == reference.Name.Name)
            && OutputNamed(reference, "GROUP BY") is { } output)
        {
            return output;
        }

        return Expressions.In(scope).BindResult(expression);
    }

    // ORDER BY and DISTINCT ON take a bare name for an output column first, an input column second.
    private SelectKey BindOutputName(Expression expression, string clause)
    {
        if (expression is IntegerLiteral number)
        {
            AtPosition(number, clause);
            return new SelectKey(null, (int)number.Value - 1, expression.Position);
        }

        if (expression is ColumnReference { Name.Parts.Count: 1 } reference && OutputIndex(reference, clause) is var index and >= 0)
            return new SelectKey(null, index, expression.Position);
        var bound = Expressions.In(Scope(clause)).BindResult(expression);
        var same = bound.IsVolatile ? -1 : _columns.FindIndex(column => column.Expression.Equals(bound));
        return new SelectKey(same >= 0 ? null : bound, same, expression.Position);
    }

    private BoundExpression AtPosition(IntegerLiteral number, string clause) => number.Value >= 1 && number.Value <= _columns.Count
        ? _columns[(int)number.Value - 1].Expression
        : throw QueryErrors.At(
            SqlStates.InvalidColumnReference,
            string.Create(CultureInfo.InvariantCulture, $"{clause} position {number.Value} is not in select list"),
            number.Position);

    private BoundExpression? OutputNamed(ColumnReference reference, string clause)
    {
        var index = OutputIndex(reference, clause);
        return index < 0 ? null : _columns[index].Expression;
    }

    private int OutputIndex(ColumnReference reference, string clause)
    {
        var found = -1;
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_columns[i].Name != reference.Name.Name)
                continue;
            if (found >= 0 && !_columns[found].Expression.Equals(_columns[i].Expression))
                throw QueryErrors.At(SqlStates.AmbiguousColumn, $"{clause} \"{reference.Name.Name}\" is ambiguous", reference.Position);
            found = found < 0 ? i : found;
        }

        return found;
    }

    private IReadOnlyList<BoundOrdering> BindWindowOrder(ExpressionBinder binder, IReadOnlyList<OrderItem> items) =>
        [.. items.Select(item => QueryBinder.Ordering(binder.BindResult(item.Expression), item))];

    private BoundRelation Group(BoundRelation relation, List<BoundExpression> keys, ref BoundExpression? having, SelectPart select)
    {
        var grouping = new GroupingRewriter(_binder.Context, _from, keys, _aggregates);
        for (var i = 0; i < _columns.Count; i++)
            _columns[i] = _columns[i] with { Expression = grouping.Rewrite(_columns[i].Expression) };
        for (var i = 0; i < _rowFunctions.Count; i++)
        {
            var (function, column) = _rowFunctions[i];
            grouping.AddMade(column.Slot);
            _rowFunctions[i] = (function with { Arguments = [.. function.Arguments.Select(grouping.Rewrite)] }, column);
        }

        foreach (var window in _windows.Windows)
            foreach (var column in window.Columns)
                grouping.AddMade(column.Column.Slot);
        for (var i = 0; i < _columns.Count; i++)
            grouping.Check(_columns[i].Expression);
        if (having is not null)
            grouping.Check(having = grouping.Rewrite(having));
        select.RewriteKeys(expression =>
        {
            var rewritten = grouping.Rewrite(expression);
            grouping.Check(rewritten);
            return rewritten;
        });
        _windows.Rewrite(expression =>
        {
            var rewritten = grouping.Rewrite(expression);
            grouping.Check(rewritten);
            return rewritten;
        });
        foreach (var (function, _) in _rowFunctions)
            foreach (var argument in function.Arguments)
                grouping.Check(argument);
        return new BoundGrouping(relation, grouping.Keys, _aggregates.Columns);
    }

    // Keys and arguments get slots, then each window its node.
    private BoundRelation Window(BoundRelation relation)
    {
        foreach (var window in _windows.Windows)
        {
            var assignments = new List<BoundAssignment>();
            BoundExpression Settle(BoundExpression expression)
            {
                if (expression is BoundColumn || expression.IsScalar)
                    return expression;
                var known = assignments.Find(assignment => assignment.Expression.Equals(expression) && !expression.IsVolatile);
                if (known is null)
                    assignments.Add(known = new BoundAssignment(_binder.Context.NewColumn("?column?", expression.Type), expression));
                return known.Column;
            }

            var settled = window.Rewrite(Settle);
            relation = assignments.Count == 0 ? relation : new BoundProject(relation, assignments, keepsInput: true);
            relation = new BoundWindowing(relation, settled);
        }

        return relation;
    }
}

/// <summary>A result column of a SELECT: name, expression and place in the text.</summary>
internal sealed record SelectColumn(string Name, BoundExpression Expression, int Position);

/// <summary>A key of ORDER BY or DISTINCT ON: a result column by number, or an expression of its own.</summary>
internal readonly record struct SelectKey(BoundExpression? Expression, int Column, int Position);
