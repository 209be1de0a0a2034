using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Grammar;

/// <summary>All statements, by their first word.</summary>
internal static class Statements
{
    private static readonly TokenListParser<SqlToken, Statement> Query = Queries.Query.Select(query => (Statement)query);

    private static readonly TokenListParser<SqlToken, Statement> AfterWith =
        CommonTables.With.Then(with => Combine.ByFirst(
            (SqlToken.Insert, Modifications.Insert(with)),
            (SqlToken.Update, Modifications.Update(with)),
            (SqlToken.Delete, Modifications.Delete(with)),
            (SqlToken.Select, QueryAfter(with)),
            (SqlToken.Values, QueryAfter(with)),
            (SqlToken.Table, QueryAfter(with)),
            (SqlToken.LeftParen, QueryAfter(with))));

    /// <summary>What can be prepared, and what may stand in WITH: queries, INSERT, UPDATE, DELETE.</summary>
    public static readonly TokenListParser<SqlToken, Statement> Preparable = Combine.ByFirst(
        (SqlToken.Select, Query),
        (SqlToken.Values, Query),
        (SqlToken.Table, Query),
        (SqlToken.LeftParen, Query),
        (SqlToken.With, AfterWith),
        (SqlToken.Insert, Modifications.Insert(null)),
        (SqlToken.Update, Modifications.Update(null)),
        (SqlToken.Delete, Modifications.Delete(null)));

    /// <summary>What EXPLAIN takes.</summary>
    public static readonly TokenListParser<SqlToken, Statement> Explainable = input => input.Kind() switch
    {
        SqlToken.Create => TableDefinitions.Create(input),
        SqlToken.Execute => Maintenance.Execute(input),
        _ => Preparable(input),
    };

    private static readonly TokenListParser<SqlToken, Statement> Other = Combine.ByFirst(
        (SqlToken.Truncate, Modifications.Truncate),
        (SqlToken.Create, TableDefinitions.Create),
        (SqlToken.Alter, TableChanges.Alter),
        (SqlToken.Drop, Drops.Drop),
        (SqlToken.Reindex, Indexes.Reindex),
        (SqlToken.Comment, Schemas.Comment),
        (SqlToken.Copy, Copies.Copy),
        (SqlToken.Declare, Cursors.Declare),
        (SqlToken.Fetch, Cursors.Fetch),
        (SqlToken.Move, Cursors.Fetch),
        (SqlToken.Close, Cursors.Close),
        (SqlToken.Lock, Locks.Lock),
        (SqlToken.Unlisten, Locks.Unlisten),
        (SqlToken.Begin, Transactions.Begin),
        (SqlToken.Start, Transactions.Start),
        (SqlToken.Commit, Transactions.Commit),
        (SqlToken.End, Transactions.Commit),
        (SqlToken.Rollback, Transactions.Rollback),
        (SqlToken.Abort, Transactions.Rollback),
        (SqlToken.Savepoint, Transactions.Savepoint),
        (SqlToken.Release, Transactions.Release),
        (SqlToken.Set, Settings.Set),
        (SqlToken.Show, Settings.Show),
        (SqlToken.Reset, Settings.Reset),
        (SqlToken.Discard, Settings.Discard),
        (SqlToken.Explain, Explains.Explain),
        (SqlToken.Vacuum, Maintenance.Vacuum),
        (SqlToken.Analyze, Maintenance.Analyze),
        (SqlToken.Analyse, Maintenance.Analyze),
        (SqlToken.Checkpoint, Maintenance.Checkpoint),
        (SqlToken.Prepare, Maintenance.Prepare),
        (SqlToken.Execute, Maintenance.Execute),
        (SqlToken.Deallocate, Maintenance.Deallocate));

    /// <summary>Any statement.</summary>
    public static readonly TokenListParser<SqlToken, Statement> Any = Combine.Choose(
        input => input.Kind() is SqlToken.Select or SqlToken.Values or SqlToken.Table or SqlToken.LeftParen or SqlToken.With
            or SqlToken.Insert or SqlToken.Update or SqlToken.Delete,
        Preparable,
        Other);

    private static TokenListParser<SqlToken, Statement> QueryAfter(WithClause with) =>
        Queries.AfterWith(with).Select(query => (Statement)query);
}
