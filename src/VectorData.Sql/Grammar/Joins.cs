using System.Runtime.CompilerServices;
using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Input = Superpower.Model.TokenList<VectorData.Sql.Tokens.SqlToken>;
using TableResult = Superpower.Model.TokenListParserResult<VectorData.Sql.Tokens.SqlToken, VectorData.Sql.Syntax.TableReference>;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Joins behind a table.</summary>
internal static class Joins
{
    private sealed record Condition(Expression? On, IReadOnlyList<Identifier> Using);

    private static readonly TokenListParser<SqlToken, bool> Outer = Token.EqualTo(SqlToken.Outer).Value(true).Maybe(false, SqlToken.Outer);

    private static readonly TokenListParser<SqlToken, JoinKind> Kind = Combine.ByFirst(
        (SqlToken.Join, Parse.Return<SqlToken, JoinKind>(JoinKind.Inner)),
        (SqlToken.Inner, Token.EqualTo(SqlToken.Inner).Value(JoinKind.Inner)),
        (SqlToken.Left, Token.EqualTo(SqlToken.Left).IgnoreThen(Outer).Value(JoinKind.Left)),
        (SqlToken.Right, Token.EqualTo(SqlToken.Right).IgnoreThen(Outer).Value(JoinKind.Right)),
        (SqlToken.Full, Token.EqualTo(SqlToken.Full).IgnoreThen(Outer).Value(JoinKind.Full)));

    private static readonly TokenListParser<SqlToken, JoinKind> KindAndWord =
        Kind.Then(kind => Token.EqualTo(SqlToken.Join).Value(kind));

    private static readonly TokenListParser<SqlToken, Condition> On =
        Token.EqualTo(SqlToken.On).IgnoreThen(Expressions.Any).Select(condition => new Condition(condition, []));

    private static readonly TokenListParser<SqlToken, Condition> Using =
        from word in Token.EqualTo(SqlToken.Using)
        from columns in Names.Columns
        select new Condition(null, columns);

    private static readonly TokenListParser<SqlToken, Condition> AnyCondition =
        Combine.ByFirst((SqlToken.On, On), (SqlToken.Using, Using));

    /// <summary>Whether a join stands ahead.</summary>
    public static bool Starts(Input input) => input.Kind()
        is SqlToken.Join or SqlToken.Inner or SqlToken.Left or SqlToken.Right or SqlToken.Full or SqlToken.Cross or SqlToken.Natural;

    /// <summary>The next join behind a table.</summary>
    public static TokenListParser<SqlToken, TableReference> Next(TableReference left, TokenListParser<SqlToken, TableReference> table) =>
        input => input.Kind() switch
        {
            SqlToken.Cross => Combine.Phrase(SqlToken.Cross, SqlToken.Join).IgnoreThen(table)
                .Select(right => Join(JoinKind.Cross, left, right, false, null))(input),
            SqlToken.Natural => Natural(left, table)(input),
            _ => Conditional(left, table)(input),
        };

    private static TokenListParser<SqlToken, TableReference> Natural(TableReference left, TokenListParser<SqlToken, TableReference> table) =>
        from word in Token.EqualTo(SqlToken.Natural)
        from kind in KindAndWord
        from right in table
        select Join(kind, left, right, true, null);

    private static TokenListParser<SqlToken, TableReference> Conditional(TableReference left, TokenListParser<SqlToken, TableReference> table) =>
        from kind in KindAndWord
        from right in new TokenListParser<SqlToken, TableReference>(input => RightSide(table, input))
        from condition in AnyCondition
        select Join(kind, left, right, false, condition);

    /// <summary>In a JOIN b JOIN c ON … ON … the second join belongs to the right side of the first.</summary>
    private static TableResult RightSide(TokenListParser<SqlToken, TableReference> table, Input input)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return Combine.Fail<TableReference>(input, Complaints.TooComplex);
        var right = table(input);
        while (right.HasValue && Starts(right.Remainder))
            right = Next(right.Value, table)(right.Remainder);
        return right;
    }

    private static TableReference Join(JoinKind kind, TableReference left, TableReference right, bool natural, Condition? condition) =>
        new JoinedTable(left.Position, kind, left, right, natural, condition?.On, condition?.Using ?? [], null);
}
