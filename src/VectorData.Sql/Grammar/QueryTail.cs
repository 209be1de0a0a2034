using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>ORDER BY, LIMIT, OFFSET, FETCH and FOR UPDATE; the last four in any order.</summary>
internal static class QueryTail
{
    private static readonly TokenListParser<SqlToken, Expression?> LimitValue = Combine.Choose(
        input => input.Kind() is SqlToken.All or SqlToken.Null,
        Combine.One(kind => kind is SqlToken.All or SqlToken.Null).Select(_ => (Expression?)null),
        Expressions.Any.Select(value => (Expression?)value));

    private static readonly TokenListParser<SqlToken, Expression> FetchCount = Combine.Choose(
        input => input.Kind() is SqlToken.Row or SqlToken.Rows,
        Combine.Here.Select(position => (Expression)new IntegerLiteral(position, 1)),
        input => Operators.Parse(input, Level.Sign, restricted: true, 0));

    private static readonly TokenListParser<SqlToken, (Expression Count, bool Ties)> Fetch =
        from word in Token.EqualTo(SqlToken.Fetch)
        from first in Combine.One(kind => kind is SqlToken.First or SqlToken.Next)
        from count in FetchCount
        from rows in Combine.One(kind => kind is SqlToken.Row or SqlToken.Rows)
        from ties in Combine.ByFirst(
            (SqlToken.Only, Token.EqualTo(SqlToken.Only).Value(false)),
            (SqlToken.With, Combine.Phrase(SqlToken.With, SqlToken.Ties).Value(true)))
        select (count, ties);

    private static readonly TokenListParser<SqlToken, Expression> Offset =
        from word in Token.EqualTo(SqlToken.Offset)
        from value in Expressions.Any
        from rows in Combine.One(IsRows).Value(true).When(input => IsRows(input.Kind()), false)
        select value;

    private static readonly TokenListParser<SqlToken, LockStrength> Strength = Combine.ByFirst(
        (SqlToken.Update, Token.EqualTo(SqlToken.Update).Value(LockStrength.Update)),
        (SqlToken.Share, Token.EqualTo(SqlToken.Share).Value(LockStrength.Share)),
        (SqlToken.No, Combine.Phrase(SqlToken.No, SqlToken.Key, SqlToken.Update).Value(LockStrength.NoKeyUpdate)),
        (SqlToken.Key, Combine.Phrase(SqlToken.Key, SqlToken.Share).Value(LockStrength.KeyShare)));

    private static readonly TokenListParser<SqlToken, LockWait> Wait = Combine.ByFirst(
            (SqlToken.NoWait, Token.EqualTo(SqlToken.NoWait).Value(LockWait.NoWait)),
            (SqlToken.Skip, Combine.Phrase(SqlToken.Skip, SqlToken.Locked).Value(LockWait.SkipLocked)))
        .When(input => input.Kind() is SqlToken.NoWait or SqlToken.Skip, LockWait.Wait);

    private static readonly TokenListParser<SqlToken, LockingClause> Locking =
        from word in Token.EqualTo(SqlToken.For)
        from strength in Strength
        from tables in Names.QualifiedList.ListAfter(SqlToken.Of)
        from wait in Wait
        select new LockingClause(word.Start(), strength, tables, wait);

    /// <summary>The query with the clauses that follow its body.</summary>
    public static TokenListParser<SqlToken, QueryStatement> After(QueryStatement query) =>
        from order in Ordering.OrderBy
        from whole in Combine.Fold(
            Parse.Return<SqlToken, State>(new State(order.Count == 0 ? query : query with { OrderBy = order }, false, false)),
            input => input.Kind() is SqlToken.Limit or SqlToken.Offset or SqlToken.Fetch or SqlToken.For,
            Clause)
        select whole.Query;

    private readonly record struct State(QueryStatement Query, bool Limited, bool Skipped);

    /// <summary>A second LIMIT or OFFSET is no start of a clause, so it fails where it stands.</summary>
    private static TokenListParser<SqlToken, State> Clause(State state) => input => input.Kind() switch
    {
        SqlToken.Limit when !state.Limited => Token.EqualTo(SqlToken.Limit).IgnoreThen(LimitValue)
            .Select(value => state with { Query = state.Query with { Limit = value }, Limited = true })(input),
        SqlToken.Fetch when !state.Limited => Fetch
            .Select(fetch => state with { Query = state.Query with { Limit = fetch.Count, WithTies = fetch.Ties }, Limited = true })(input),
        SqlToken.Offset when !state.Skipped => Offset
            .Select(value => state with { Query = state.Query with { Offset = value }, Skipped = true })(input),
        SqlToken.For => Locking
            .Select(clause => state with { Query = state.Query with { Locking = [.. state.Query.Locking, clause] } })(input),
        _ => Combine.Fail<State>(input),
    };

    private static bool IsRows(SqlToken kind) => kind is SqlToken.Row or SqlToken.Rows;
}
