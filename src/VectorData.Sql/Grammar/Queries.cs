using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>SELECT, VALUES, TABLE, what joins them, and what surrounds them.</summary>
internal static class Queries
{
    private static readonly TokenListParser<SqlToken, SelectItem> Star =
        Token.EqualTo(SqlToken.Star).Select(star => new SelectItem(star.Start(), new StarExpression(star.Start(), null), null));

    private static readonly TokenListParser<SqlToken, Identifier?> ItemAlias = Combine.Choose(
        input => input.Kind() == SqlToken.As,
        Names.Label.MaybeAfter(SqlToken.As),
        Names.BareLabel.MaybeWhen(input => Keywords.IsBareLabel(input.Kind())));

    private static readonly TokenListParser<SqlToken, SelectItem> Item = Combine.Choose(
        input => input.Kind() == SqlToken.Star,
        Star,
        from expression in Expressions.Any
        from alias in ItemAlias
        select new SelectItem(expression.Position, expression, alias));

    /// <summary>The results of SELECT and RETURNING.</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<SelectItem>> Items = Item.CommaList();

    /// <summary>[WHERE condition].</summary>
    public static readonly TokenListParser<SqlToken, Expression?> Where = Expressions.Any.MaybeAfter(SqlToken.Where);

    private static readonly TokenListParser<SqlToken, DistinctClause?> Distinct = Combine.Choose(
        input => input.Kind() == SqlToken.All,
        Token.EqualTo(SqlToken.All).Select(_ => (DistinctClause?)null),
        (from word in Token.EqualTo(SqlToken.Distinct)
         from keys in Token.EqualTo(SqlToken.On).IgnoreThen(Expressions.List.InParens()).Maybe([], SqlToken.On)
         select new DistinctClause(word.Start(), keys)).MaybeWhen(input => input.Kind() == SqlToken.Distinct));

    private static readonly TokenListParser<SqlToken, NamedWindow> NamedWindow =
        from name in Names.Name
        from word in Token.EqualTo(SqlToken.As)
        from window in Windows.Specification
        select new NamedWindow(name.Position, name, window);

    private static readonly TokenListParser<SqlToken, QueryBody> Select =
        from word in Token.EqualTo(SqlToken.Select)
        from distinct in Distinct
        from items in Items.When(input => input.Kind() != SqlToken.From, [])
        from tables in Tables.List.ListAfter(SqlToken.From)
        from condition in Where
        from groups in Expressions.List.ListAfter(SqlToken.Group, SqlToken.By)
        from having in Expressions.Any.MaybeAfter(SqlToken.Having)
        from windows in NamedWindow.CommaList().ListAfter(SqlToken.Window)
        select (QueryBody)new SelectBody(word.Start(), items)
        {
            Distinct = distinct,
            From = tables,
            Where = condition,
            GroupBy = groups,
            Having = having,
            Windows = windows,
        };

    private static readonly TokenListParser<SqlToken, ValuesRow> Row =
        from position in Combine.Here
        from values in Expressions.OrDefault.CommaList().InParens()
        select new ValuesRow(position, values);

    private static readonly TokenListParser<SqlToken, QueryBody> Values =
        from word in Token.EqualTo(SqlToken.Values)
        from rows in Row.CommaList()
        select (QueryBody)new ValuesBody(word.Start(), rows);

    private static readonly TokenListParser<SqlToken, QueryBody> Table =
        from word in Token.EqualTo(SqlToken.Table)
        from only in Combine.Flag(SqlToken.Only)
        from name in Names.Qualified
        select (QueryBody)new SelectBody(word.Start(), [new SelectItem(word.Start(), new StarExpression(word.Start(), null), null)])
        {
            From = [new NamedTable(name.Position, name, null)],
        };

    private static readonly TokenListParser<SqlToken, QueryBody> Nested =
        from position in Combine.Here
        from query in Expressions.Subquery
        select Unwrap(position, query);

    private static readonly TokenListParser<SqlToken, QueryBody> Operand = Combine.ByFirst(
        (SqlToken.Select, Select),
        (SqlToken.Values, Values),
        (SqlToken.Table, Table),
        (SqlToken.LeftParen, Nested));

    private static readonly TokenListParser<SqlToken, WithClause?> With =
        CommonTables.With.MaybeWhen(input => input.Kind() == SqlToken.With);

    /// <summary>A whole query with what may surround it.</summary>
    public static readonly TokenListParser<SqlToken, QueryStatement> Query = With.Then(AfterWith);

    /// <summary>The rest of a query behind its WITH clause, which may be null.</summary>
    public static TokenListParser<SqlToken, QueryStatement> AfterWith(WithClause? with) =>
        from start in Combine.Here
        from body in Operand.Then(Combined)
        from query in QueryTail.After(new QueryStatement(with?.Position ?? start, body) { With = with })
        select query;

    /// <summary>The rest of a query whose first operand was read already, in parentheses.</summary>
    public static TokenListParser<SqlToken, QueryStatement> Continue(QueryStatement first) =>
        from body in Combined(Unwrap(first.Position, first))
        from query in QueryTail.After(new QueryStatement(body.Position, body))
        select query;

    /// <summary>The operand with all UNION, INTERSECT and EXCEPT behind it; INTERSECT binds tighter.</summary>
    private static TokenListParser<SqlToken, QueryBody> Combined(QueryBody first) =>
        Intersected(first).Then(left => Chain(left, Operand.Then(Intersected), IsUnionOrExcept));

    private static TokenListParser<SqlToken, QueryBody> Intersected(QueryBody first) =>
        Chain(first, Operand, kind => kind == SqlToken.Intersect);

    private static bool IsUnionOrExcept(SqlToken kind) => kind is SqlToken.Union or SqlToken.Except;

    private static TokenListParser<SqlToken, QueryBody> Chain(
        QueryBody first, TokenListParser<SqlToken, QueryBody> operand, Func<SqlToken, bool> accepts) => input =>
    {
        var body = first;
        List<QueryBody>? open = null;
        var rest = input;
        while (accepts(rest.Kind()))
        {
            var @operator = Operator(rest.Kind());
            var all = rest.Kind(1) == SqlToken.All;
            var right = operand(rest.Skip(rest.Kind(1) is SqlToken.All or SqlToken.Distinct ? 2 : 1));
            if (!right.HasValue)
                return right;
            if (open is not null && body is SetOperationBody same && same.Operator == @operator && same.All == all)
            {
                open.Add(right.Value);
            }
            else
            {
                open = [body, right.Value];
                body = new SetOperationBody(body.Position, @operator, all, open);
            }

            rest = right.Remainder;
        }

        return TokenListParserResult.Value(body, input, rest);
    };

    private static SetOperator Operator(SqlToken kind) => kind switch
    {
        SqlToken.Union => SetOperator.Union,
        SqlToken.Intersect => SetOperator.Intersect,
        _ => SetOperator.Except,
    };

    /// <summary>Parentheses around a query without ORDER BY and the like mean nothing.</summary>
    private static QueryBody Unwrap(int position, QueryStatement query) =>
        query is { With: null, OrderBy.Count: 0, Limit: null, Offset: null, Locking.Count: 0 }
            ? query.Body
            : new NestedBody(position, query);
}
