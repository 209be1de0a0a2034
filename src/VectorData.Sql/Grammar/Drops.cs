using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>DROP, RENAME TO and SET SCHEMA, which all kinds of objects share.</summary>
internal static class Drops
{
    public static readonly TokenListParser<SqlToken, bool> IfExists = Combine.Flag(SqlToken.If, SqlToken.Exists);

    public static readonly TokenListParser<SqlToken, bool> IfNotExists = Combine.Flag(SqlToken.If, SqlToken.Not, SqlToken.Exists);

    /// <summary>[CASCADE | RESTRICT].</summary>
    public static readonly TokenListParser<SqlToken, bool> Cascade = Combine.ByFirst(
            (SqlToken.Cascade, Token.EqualTo(SqlToken.Cascade).Value(true)),
            (SqlToken.Restrict, Token.EqualTo(SqlToken.Restrict).Value(false)))
        .When(input => input.Kind() is SqlToken.Cascade or SqlToken.Restrict, false);

    /// <summary>The kinds of objects that can be dropped and commented on.</summary>
    public static readonly TokenListParser<SqlToken, ObjectKind> Kind = Combine.ByFirst(
        (SqlToken.Table, Token.EqualTo(SqlToken.Table).Value(ObjectKind.Table)),
        (SqlToken.View, Token.EqualTo(SqlToken.View).Value(ObjectKind.View)),
        (SqlToken.Materialized, Combine.Phrase(SqlToken.Materialized, SqlToken.View).Value(ObjectKind.MaterializedView)),
        (SqlToken.Index, Token.EqualTo(SqlToken.Index).Value(ObjectKind.Index)),
        (SqlToken.Sequence, Token.EqualTo(SqlToken.Sequence).Value(ObjectKind.Sequence)),
        (SqlToken.Schema, Token.EqualTo(SqlToken.Schema).Value(ObjectKind.Schema)),
        (SqlToken.Extension, Token.EqualTo(SqlToken.Extension).Value(ObjectKind.Extension)));

    public static readonly TokenListParser<SqlToken, Statement> Drop =
        from word in Token.EqualTo(SqlToken.Drop)
        from kind in Kind
        from concurrently in Combine.Flag(SqlToken.Concurrently).When(_ => kind == ObjectKind.Index, false)
        from ifExists in IfExists
        from names in Names.QualifiedList
        from cascade in Cascade
        select (Statement)new DropStatement(word.Start(), kind, names, ifExists, cascade, concurrently);

    /// <summary>RENAME TO name.</summary>
    public static readonly TokenListParser<SqlToken, Identifier> RenameTo =
        Combine.Phrase(SqlToken.Rename, SqlToken.To).IgnoreThen(Names.Name);

    /// <summary>SET SCHEMA name.</summary>
    public static readonly TokenListParser<SqlToken, Identifier> SetSchema =
        Combine.Phrase(SqlToken.Set, SqlToken.Schema).IgnoreThen(Names.Name);
}
