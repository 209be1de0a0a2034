using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>WITH clauses.</summary>
internal static class CommonTables
{
    private static readonly TokenListParser<SqlToken, Materialization> Materialized = Combine.ByFirst(
            (SqlToken.Materialized, Token.EqualTo(SqlToken.Materialized).Value(Materialization.Materialized)),
            (SqlToken.Not, Combine.Phrase(SqlToken.Not, SqlToken.Materialized).Value(Materialization.NotMaterialized)))
        .When(input => input.Kind() is SqlToken.Materialized or SqlToken.Not, Materialization.Default);

    private static readonly TokenListParser<SqlToken, CommonTable> Table =
        from name in Names.Name
        from columns in Names.NameList.MaybeInParens()
        from word in Token.EqualTo(SqlToken.As)
        from materialized in Materialized
        from statement in Parse.Ref(() => Statements.Preparable).Guarded().InParens()
        select new CommonTable(name.Position, name, columns, materialized, statement);

    /// <summary>WITH [RECURSIVE] tables.</summary>
    public static readonly TokenListParser<SqlToken, WithClause> With =
        from word in Token.EqualTo(SqlToken.With)
        from recursive in Token.EqualTo(SqlToken.Recursive).Value(true).Maybe(false, SqlToken.Recursive)
        from tables in Table.CommaList()
        select new WithClause(word.Start(), recursive, tables);
}
