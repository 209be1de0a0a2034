using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>CREATE INDEX and REINDEX.</summary>
internal static class Indexes
{
    private static readonly TokenListParser<SqlToken, Expression> ElementExpression = Combine.Choose(
        input => input.Kind() == SqlToken.LeftParen,
        Expressions.Any.InParens(),
        Combine.Choose(
            input => Keywords.IsColumnName(input.Kind()) && input.Kind(1) is not (SqlToken.LeftParen or SqlToken.Dot),
            Names.Name.Select(name =>
                (Expression)new ColumnReference(name.Position, new QualifiedName(name.Position, [name]))),
            Primaries.Read));

    /// <summary>column, call or (expression), with collation, operator class and order.</summary>
    public static readonly TokenListParser<SqlToken, IndexElement> Element =
        from position in Combine.Here
        from expression in ElementExpression
        from collation in TableDefinitions.Collation
        from @class in Names.Qualified.MaybeWhen(OperatorClassFollows)
        from options in Options.List.When(input => @class is not null && input.Kind() == SqlToken.LeftParen, [])
        from down in Ordering.Descending
        from nulls in Ordering.Nulls
        select new IndexElement(position, expression, collation, @class, options, down, nulls);

    private static readonly TokenListParser<SqlToken, bool> NullsNotDistinct =
        Token.EqualTo(SqlToken.Nulls)
            .IgnoreThen(Combine.Flag(SqlToken.Not).Then(not => Token.EqualTo(SqlToken.Distinct).Value(not)))
            .Maybe(false, SqlToken.Nulls);

    public static readonly TokenListParser<SqlToken, Statement> Create =
        from word in Token.EqualTo(SqlToken.Create)
        from unique in Combine.Flag(SqlToken.Unique)
        from kind in Token.EqualTo(SqlToken.Index)
        from concurrently in Combine.Flag(SqlToken.Concurrently)
        from ifNotExists in Drops.IfNotExists
        from name in Names.Name.MaybeWhen(input => input.Kind() != SqlToken.On)
        from preposition in Token.EqualTo(SqlToken.On)
        from only in Combine.Flag(SqlToken.Only)
        from table in Names.Qualified
        from method in Names.Name.MaybeAfter(SqlToken.Using)
        from elements in Element.CommaList().InParens()
        from include in Names.Columns.ListAfter(SqlToken.Include)
        from nulls in NullsNotDistinct
        from options in Options.With
        from predicate in Queries.Where
        select (Statement)new CreateIndexStatement(word.Start(), table, elements)
        {
            Name = name,
            Unique = unique,
            Concurrently = concurrently,
            IfNotExists = ifNotExists,
            Method = method,
            Include = include,
            NullsNotDistinct = nulls,
            Options = options,
            Where = predicate,
        };

    public static readonly TokenListParser<SqlToken, Statement> Reindex =
        from word in Token.EqualTo(SqlToken.Reindex)
        from target in Combine.ByFirst(
            (SqlToken.Index, Token.EqualTo(SqlToken.Index).Value(ReindexTarget.Index)),
            (SqlToken.Table, Token.EqualTo(SqlToken.Table).Value(ReindexTarget.Table)),
            (SqlToken.Schema, Token.EqualTo(SqlToken.Schema).Value(ReindexTarget.Schema)),
            (SqlToken.Database, Token.EqualTo(SqlToken.Database).Value(ReindexTarget.Database)))
        from concurrently in Combine.Flag(SqlToken.Concurrently)
        from name in Names.Qualified.MaybeWhen(input => target != ReindexTarget.Database || !input.IsAtEnd)
        select (Statement)new ReindexStatement(word.Start(), target, concurrently, name);

    private static bool OperatorClassFollows(TokenList<SqlToken> input) =>
        Keywords.IsColumnName(input.Kind())
        && !(input.Kind() == SqlToken.Nulls && input.Kind(1) is SqlToken.First or SqlToken.Last);
}
