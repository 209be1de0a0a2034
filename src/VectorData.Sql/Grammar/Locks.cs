using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>LOCK TABLE and UNLISTEN.</summary>
internal static class Locks
{
    private static readonly (SqlToken[] Words, TableLockMode Mode)[] Modes =
    [
        ([SqlToken.Access, SqlToken.Share], TableLockMode.AccessShare),
        ([SqlToken.Access, SqlToken.Exclusive], TableLockMode.AccessExclusive),
        ([SqlToken.Row, SqlToken.Share], TableLockMode.RowShare),
        ([SqlToken.Row, SqlToken.Exclusive], TableLockMode.RowExclusive),
        ([SqlToken.Share, SqlToken.Update, SqlToken.Exclusive], TableLockMode.ShareUpdateExclusive),
        ([SqlToken.Share, SqlToken.Row, SqlToken.Exclusive], TableLockMode.ShareRowExclusive),
        ([SqlToken.Share], TableLockMode.Share),
        ([SqlToken.Exclusive], TableLockMode.Exclusive),
    ];

    private static readonly TokenListParser<SqlToken, TableLockMode> Mode = input =>
    {
        foreach (var (words, mode) in Modes)
        {
            if (Enumerable.Range(0, words.Length).All(i => input.Kind(i) == words[i]))
                return TokenListParserResult.Value(mode, input, input.Skip(words.Length));
        }

        return Combine.Fail<TableLockMode>(input);
    };

    private static readonly TokenListParser<SqlToken, TableLockMode> InMode =
        from word in Token.EqualTo(SqlToken.In)
        from mode in Mode
        from end in Token.EqualTo(SqlToken.Mode)
        select mode;

    private static readonly TokenListParser<SqlToken, QualifiedName> Table =
        from only in Combine.Flag(SqlToken.Only)
        from name in Names.Qualified
        select name;

    public static readonly TokenListParser<SqlToken, Statement> Lock =
        from word in Token.EqualTo(SqlToken.Lock)
        from table in Combine.Flag(SqlToken.Table)
        from names in Table.CommaList()
        from mode in InMode.Maybe(TableLockMode.AccessExclusive, SqlToken.In)
        from noWait in Combine.Flag(SqlToken.NoWait)
        select (Statement)new LockTableStatement(word.Start(), names, mode, noWait);

    public static readonly TokenListParser<SqlToken, Statement> Unlisten =
        from word in Token.EqualTo(SqlToken.Unlisten)
        from channel in Names.Name.MaybeWhen(input => input.Kind() != SqlToken.Star)
        from all in Token.EqualTo(SqlToken.Star).Value(true).When(_ => channel is null, false)
        select (Statement)new UnlistenStatement(word.Start(), channel);
}
