using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>BEGIN, COMMIT, ROLLBACK, savepoints and their modes.</summary>
internal static class Transactions
{
    private delegate TransactionModes Change(TransactionModes modes);

    private static readonly TokenListParser<SqlToken, IsolationLevel> Level = Combine.ByFirst(
        (SqlToken.Read, Token.EqualTo(SqlToken.Read).IgnoreThen(Combine.ByFirst(
            (SqlToken.Committed, Token.EqualTo(SqlToken.Committed).Value(IsolationLevel.ReadCommitted)),
            (SqlToken.Uncommitted, Token.EqualTo(SqlToken.Uncommitted).Value(IsolationLevel.ReadUncommitted))))),
        (SqlToken.Repeatable, Combine.Phrase(SqlToken.Repeatable, SqlToken.Read).Value(IsolationLevel.RepeatableRead)),
        (SqlToken.Snapshot, Token.EqualTo(SqlToken.Snapshot).Value(IsolationLevel.Snapshot)),
        (SqlToken.Serializable, Token.EqualTo(SqlToken.Serializable).Value(IsolationLevel.Serializable)));

    private static readonly TokenListParser<SqlToken, Change> Mode = Combine.ByFirst<Change>(
        (SqlToken.Isolation, Combine.Phrase(SqlToken.Isolation, SqlToken.Level).IgnoreThen(Level)
            .Select(level => new Change(modes => modes with { Isolation = level }))),
        (SqlToken.Read, Token.EqualTo(SqlToken.Read)
            .IgnoreThen(Combine.One(kind => kind is SqlToken.Only or SqlToken.Write))
            .Select(word => new Change(modes => modes with { ReadOnly = word.Kind == SqlToken.Only }))),
        (SqlToken.Deferrable, Token.EqualTo(SqlToken.Deferrable)
            .Select(_ => new Change(modes => modes with { Deferrable = true }))),
        (SqlToken.Not, Combine.Phrase(SqlToken.Not, SqlToken.Deferrable)
            .Select(_ => new Change(modes => modes with { Deferrable = false }))));

    private static readonly TokenListParser<SqlToken, IReadOnlyList<Change>> MoreModes =
        (from comma in Combine.Flag(SqlToken.Comma)
         from mode in Mode
         select mode).While(input => input.Kind() == SqlToken.Comma || ModeStarts(input.Kind()));

    /// <summary>One or more modes; the commas between them may be left out.</summary>
    public static readonly TokenListParser<SqlToken, TransactionModes> Modes =
        from first in Mode
        from others in MoreModes
        select others.Aggregate(first(TransactionModes.Unspecified), (modes, change) => change(modes));

    private static readonly TokenListParser<SqlToken, TransactionModes> OptionalModes =
        Modes.When(input => ModeStarts(input.Kind()), TransactionModes.Unspecified);

    private static readonly TokenListParser<SqlToken, bool> Work =
        Combine.One(IsWork).Value(true).When(input => IsWork(input.Kind()), false);

    private static readonly TokenListParser<SqlToken, bool> Chain =
        (from word in Token.EqualTo(SqlToken.And)
         from no in Combine.Flag(SqlToken.No)
         from chain in Token.EqualTo(SqlToken.Chain)
         select !no).Maybe(false, SqlToken.And);

    private static readonly TokenListParser<SqlToken, bool> SavepointWord =
        Token.EqualTo(SqlToken.Savepoint).Value(true)
            .When(input => input.Kind() == SqlToken.Savepoint && Keywords.IsColumnName(input.Kind(1)), false);

    public static readonly TokenListParser<SqlToken, Statement> Begin =
        from word in Token.EqualTo(SqlToken.Begin)
        from work in Work
        from modes in OptionalModes
        select (Statement)new BeginStatement(word.Start(), modes);

    public static readonly TokenListParser<SqlToken, Statement> Start =
        from words in Combine.Phrase(SqlToken.Start, SqlToken.Transaction)
        from modes in OptionalModes
        select (Statement)new BeginStatement(words.Start(), modes);

    public static readonly TokenListParser<SqlToken, Statement> Commit =
        from word in Combine.One(kind => kind is SqlToken.Commit or SqlToken.End)
        from work in Work
        from chain in Chain
        select (Statement)new CommitStatement(word.Start(), chain);

    public static readonly TokenListParser<SqlToken, Statement> Rollback =
        from word in Combine.One(kind => kind is SqlToken.Rollback or SqlToken.Abort)
        from work in Work
        from statement in Combine.Choose(
            input => input.Kind() == SqlToken.To,
            from to in Token.EqualTo(SqlToken.To)
            from savepoint in SavepointWord
            from name in Names.Name
            select (Statement)new RollbackToSavepointStatement(word.Start(), name),
            Chain.Select(chain => (Statement)new RollbackStatement(word.Start(), chain)))
        select statement;

    public static readonly TokenListParser<SqlToken, Statement> Savepoint =
        from word in Token.EqualTo(SqlToken.Savepoint)
        from name in Names.Name
        select (Statement)new SavepointStatement(word.Start(), name);

    public static readonly TokenListParser<SqlToken, Statement> Release =
        from word in Token.EqualTo(SqlToken.Release)
        from savepoint in SavepointWord
        from name in Names.Name
        select (Statement)new ReleaseSavepointStatement(word.Start(), name);

    private static bool IsWork(SqlToken kind) => kind is SqlToken.Work or SqlToken.Transaction;

    private static bool ModeStarts(SqlToken kind) =>
        kind is SqlToken.Isolation or SqlToken.Read or SqlToken.Deferrable or SqlToken.Not;
}
