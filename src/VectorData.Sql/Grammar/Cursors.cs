using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>DECLARE, FETCH, MOVE, CLOSE.</summary>
internal static class Cursors
{
    private delegate DeclareCursorStatement Change(DeclareCursorStatement statement);

    private static readonly TokenListParser<SqlToken, Change> Option = Combine.ByFirst<Change>(
        (SqlToken.Binary, Token.EqualTo(SqlToken.Binary).Select(_ => new Change(statement => statement with { Binary = true }))),
        (SqlToken.Insensitive, Token.EqualTo(SqlToken.Insensitive).Select(_ => new Change(statement => statement))),
        (SqlToken.Asensitive, Token.EqualTo(SqlToken.Asensitive).Select(_ => new Change(statement => statement))),
        (SqlToken.Scroll, Token.EqualTo(SqlToken.Scroll).Select(_ => new Change(statement => statement with { Scroll = true }))),
        (SqlToken.No, Combine.Phrase(SqlToken.No, SqlToken.Scroll).Select(_ => new Change(statement => statement with { Scroll = false }))));

    private static readonly TokenListParser<SqlToken, bool> Hold =
        (from word in Combine.One(kind => kind is SqlToken.With or SqlToken.Without)
         from hold in Token.EqualTo(SqlToken.Hold)
         select word.Kind == SqlToken.With).When(input => input.Kind() is SqlToken.With or SqlToken.Without, false);

    public static readonly TokenListParser<SqlToken, Statement> Declare =
        from word in Token.EqualTo(SqlToken.Declare)
        from name in Names.Name
        from options in Option.While(input => input.Kind() != SqlToken.Cursor)
        from cursor in Token.EqualTo(SqlToken.Cursor)
        from hold in Hold
        from keyword in Token.EqualTo(SqlToken.For)
        from query in Parse.Ref(() => Queries.Query)
        select (Statement)options.Aggregate(
            new DeclareCursorStatement(word.Start(), name, query) { Hold = hold }, (statement, change) => change(statement));

    private static readonly TokenListParser<SqlToken, long?> Count = Combine.Choose(
        input => input.Kind() == SqlToken.All,
        Token.EqualTo(SqlToken.All).Select(_ => (long?)null),
        Names.SignedLong.Select(count => (long?)count));

    private static readonly TokenListParser<SqlToken, (FetchDirection, long?)> Direction = input => input.Kind() switch
    {
        SqlToken.Next => Fixed(input, FetchDirection.Forward, 1),
        SqlToken.Prior => Fixed(input, FetchDirection.Backward, 1),
        SqlToken.First => Fixed(input, FetchDirection.Absolute, 1),
        SqlToken.Last => Fixed(input, FetchDirection.Absolute, -1),
        SqlToken.Absolute => Token.EqualTo(SqlToken.Absolute).IgnoreThen(Names.SignedLong).Select(count => (FetchDirection.Absolute, (long?)count))(input),
        SqlToken.Relative => Token.EqualTo(SqlToken.Relative).IgnoreThen(Names.SignedLong).Select(count => (FetchDirection.Relative, (long?)count))(input),
        SqlToken.Forward => Counted(SqlToken.Forward, FetchDirection.Forward)(input),
        SqlToken.Backward => Counted(SqlToken.Backward, FetchDirection.Backward)(input),
        SqlToken.All or SqlToken.IntegerNumber or SqlToken.Minus or SqlToken.Plus => Count.Select(count => (FetchDirection.Forward, count))(input),
        _ => TokenListParserResult.Value((FetchDirection.Forward, (long?)1), input, input),
    };

    /// <summary>FETCH and MOVE.</summary>
    public static readonly TokenListParser<SqlToken, Statement> Fetch =
        from word in Combine.One(kind => kind is SqlToken.Fetch or SqlToken.Move)
        from direction in Direction.When(input => !IsCursorAlone(input), (FetchDirection.Forward, 1))
        from keyword in Combine.One(IsFrom).Value(true).When(input => IsFrom(input.Kind()), false)
        from cursor in Names.Name
        select (Statement)new FetchStatement(word.Start(), cursor, direction.Item1, direction.Item2, word.Kind == SqlToken.Move);

    public static readonly TokenListParser<SqlToken, Statement> Close =
        from word in Token.EqualTo(SqlToken.Close)
        from name in Names.Name.MaybeWhen(input => input.Kind() != SqlToken.All)
        from all in Token.EqualTo(SqlToken.All).Value(true).When(_ => name is null, false)
        select (Statement)new CloseCursorStatement(word.Start(), name);

    private static bool IsFrom(SqlToken kind) => kind is SqlToken.From or SqlToken.In;

    /// <summary>A word that is the last of the statement names the cursor, also where it could be a direction.</summary>
    private static bool IsCursorAlone(TokenList<SqlToken> input) => Keywords.IsColumnName(input.Kind()) && input.Kind(1) == SqlToken.EndOfInput;

    private static TokenListParserResult<SqlToken, (FetchDirection, long?)> Fixed(TokenList<SqlToken> input, FetchDirection direction, long count) =>
        TokenListParserResult.Value<SqlToken, (FetchDirection, long?)>((direction, count), input, input.Skip(1));

    private static TokenListParser<SqlToken, (FetchDirection, long?)> Counted(SqlToken word, FetchDirection direction) =>
        from token in Token.EqualTo(word)
        from count in Count.When(input => input.Kind() is SqlToken.All or SqlToken.IntegerNumber or SqlToken.Minus or SqlToken.Plus, 1)
        select (direction, count);
}
