using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>CREATE SCHEMA, CREATE EXTENSION, COMMENT ON.</summary>
internal static class Schemas
{
    private static readonly TokenListParser<SqlToken, Identifier?> Owner = Names.Label.MaybeAfter(SqlToken.Authorization);

    public static readonly TokenListParser<SqlToken, Statement> Create =
        from words in Combine.Phrase(SqlToken.Create, SqlToken.Schema)
        from ifNotExists in Drops.IfNotExists
        from name in Names.Name.MaybeWhen(input => input.Kind() != SqlToken.Authorization)
        from owner in Owner
        select (Statement)new CreateSchemaStatement(words.Start(), name, ifNotExists, owner);

    private static readonly TokenListParser<SqlToken, string> Version = Combine.Choose(
        input => input.Kind() == SqlToken.String, Names.StringValue, Names.Label.Select(name => name.Name));

    public static readonly TokenListParser<SqlToken, Statement> CreateExtension =
        from words in Combine.Phrase(SqlToken.Create, SqlToken.Extension)
        from ifNotExists in Drops.IfNotExists
        from name in Names.Name
        from with in Combine.Flag(SqlToken.With)
        from schema in Names.Name.MaybeAfter(SqlToken.Schema)
        from version in Version.MaybeAfter(SqlToken.Version)
        from cascade in Token.EqualTo(SqlToken.Cascade).Value(true).Maybe(false, SqlToken.Cascade)
        select (Statement)new CreateExtensionStatement(words.Start(), name, ifNotExists, schema, version, cascade);

    private static readonly TokenListParser<SqlToken, (ObjectKind Kind, QualifiedName Name, QualifiedName? Table)> ConstraintTarget =
        from word in Token.EqualTo(SqlToken.Constraint)
        from name in Names.Name
        from preposition in Token.EqualTo(SqlToken.On)
        from table in Names.Qualified
        select (ObjectKind.Constraint, new QualifiedName(name.Position, [name]), (QualifiedName?)table);

    private static readonly TokenListParser<SqlToken, (ObjectKind Kind, QualifiedName Name, QualifiedName? Table)> CommentTarget =
        input => input.Kind() switch
        {
            SqlToken.Column => Token.EqualTo(SqlToken.Column).IgnoreThen(Names.Column)
                .Select(name => (ObjectKind.Column, name, (QualifiedName?)null))(input),
            SqlToken.Constraint => ConstraintTarget(input),
            SqlToken.Database => Token.EqualTo(SqlToken.Database).IgnoreThen(Names.Qualified)
                .Select(name => (ObjectKind.Database, name, (QualifiedName?)null))(input),
            SqlToken.Type => Token.EqualTo(SqlToken.Type).IgnoreThen(Names.TypeOrFunction)
                .Select(name => (ObjectKind.Type, name, (QualifiedName?)null))(input),
            _ => Drops.Kind.Then(kind => Names.Qualified.Select(name => (kind, name, (QualifiedName?)null)))(input),
        };

    private static readonly TokenListParser<SqlToken, string?> CommentText = Combine.Choose(
        input => input.Kind() == SqlToken.Null,
        Token.EqualTo(SqlToken.Null).Select(_ => (string?)null),
        Names.StringValue.Select(text => (string?)text));

    public static readonly TokenListParser<SqlToken, Statement> Comment =
        from words in Combine.Phrase(SqlToken.Comment, SqlToken.On)
        from target in CommentTarget
        from word in Token.EqualTo(SqlToken.Is)
        from text in CommentText
        select (Statement)new CommentStatement(words.Start(), target.Kind, target.Name, target.Table, text);
}
