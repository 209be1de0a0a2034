using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>CREATE TABLE, CREATE TABLE AS and CREATE VIEW.</summary>
internal static class TableDefinitions
{
    /// <summary>[COLLATE name].</summary>
    public static readonly TokenListParser<SqlToken, QualifiedName?> Collation = Names.Qualified.MaybeAfter(SqlToken.Collate);

    /// <summary>name type [COLLATE c] [constraints].</summary>
    public static readonly TokenListParser<SqlToken, ColumnDefinition> Column =
        from name in Names.Name
        from type in Types.TypeName
        from collation in Collation
        from constraints in Constraints.OfColumn
        select new ColumnDefinition(name.Position, name, type, collation, constraints);

    private static readonly TokenListParser<SqlToken, SyntaxNode> Element = Combine.Choose(
        input => Constraints.TableConstraintStarts(input.Kind()),
        Constraints.OfTable.Select(constraint => (SyntaxNode)constraint),
        Column.Select(column => (SyntaxNode)column));

    private static readonly TokenListParser<SqlToken, IReadOnlyList<SyntaxNode>> Elements = Combine.Choose(
        input => input.Kind(1) == SqlToken.RightParen,
        Combine.Phrase(SqlToken.LeftParen, SqlToken.RightParen).Select(_ => (IReadOnlyList<SyntaxNode>)[]),
        Element.CommaList().InParens());

    private static readonly TokenListParser<SqlToken, bool> WithData =
        (from word in Token.EqualTo(SqlToken.With)
         from no in Combine.Flag(SqlToken.No)
         from data in Token.EqualTo(SqlToken.Data)
         select !no).When(input => input.Kind() == SqlToken.With, true);

    private static readonly TokenListParser<SqlToken, Statement> Table =
        from word in Token.EqualTo(SqlToken.Create)
        from persistence in Combine.One(IsPersistence).Select(token => token.Kind).When(input => IsPersistence(input.Kind()), SqlToken.Table)
        from kind in Token.EqualTo(SqlToken.Table)
        from ifNotExists in Drops.IfNotExists
        from name in Names.Qualified
        from statement in Combine.Choose(
            input => input.Kind() == SqlToken.LeftParen && !OnlyNamesFollow(input),
            WithElements(word.Start(), name),
            AsQuery(word.Start(), name))
        let temporary = persistence is SqlToken.Temp or SqlToken.Temporary
        let unlogged = persistence == SqlToken.Unlogged
        select statement is CreateTableStatement table
            ? table with { IfNotExists = ifNotExists, Temporary = temporary, Unlogged = unlogged }
            : (Statement)((CreateTableAsStatement)statement with
            {
                IfNotExists = ifNotExists,
                Temporary = temporary,
                Unlogged = unlogged,
            });

    private static readonly TokenListParser<SqlToken, Statement> View =
        from word in Token.EqualTo(SqlToken.Create)
        from orReplace in Combine.Flag(SqlToken.Or, SqlToken.Replace)
        from temporary in Combine.One(IsPersistence).Value(true).When(input => IsPersistence(input.Kind()), false)
        from materialized in Combine.Flag(SqlToken.Materialized)
        from kind in Token.EqualTo(SqlToken.View)
        from ifNotExists in Drops.IfNotExists.When(_ => materialized, false)
        from name in Names.Qualified
        from columns in Names.NameList.MaybeInParens()
        from options in Options.With
        from keyword in Token.EqualTo(SqlToken.As)
        from query in Queries.Query
        from data in WithData.When(_ => materialized, true)
        select (Statement)new CreateViewStatement(word.Start(), name, columns, query)
        {
            OrReplace = orReplace,
            Temporary = temporary,
            Materialized = materialized,
            IfNotExists = ifNotExists,
            Options = options,
            WithData = data,
        };

    /// <summary>CREATE and what it creates; the words behind it say what.</summary>
    public static readonly TokenListParser<SqlToken, Statement> Create = input =>
    {
        var ahead = 1;
        while (input.Kind(ahead) is SqlToken.Temp or SqlToken.Temporary or SqlToken.Unlogged or SqlToken.Or or SqlToken.Replace
            or SqlToken.Materialized or SqlToken.Unique)
        {
            ahead++;
        }

        return input.Kind(ahead) switch
        {
            SqlToken.Table => Table(input),
            SqlToken.View => View(input),
            SqlToken.Index => Indexes.Create(input),
            SqlToken.Sequence => Sequences.Create(input),
            SqlToken.Schema when ahead == 1 => Schemas.Create(input),
            SqlToken.Extension when ahead == 1 => Schemas.CreateExtension(input),
            _ => Combine.Fail<Statement>(input.Skip(ahead)),
        };
    };

    private static bool IsPersistence(SqlToken kind) => kind is SqlToken.Temp or SqlToken.Temporary or SqlToken.Unlogged;

    /// <summary>Whether ( a , or ( a ) follows: the column names of CREATE TABLE AS, no definitions.</summary>
    private static bool OnlyNamesFollow(Superpower.Model.TokenList<SqlToken> input) =>
        Keywords.IsColumnName(input.Kind(1)) && input.Kind(2) is SqlToken.Comma or SqlToken.RightParen;

    private static TokenListParser<SqlToken, Statement> WithElements(int position, QualifiedName name) =>
        from elements in Elements
        from options in Options.With
        select (Statement)new CreateTableStatement(position, name)
        {
            Columns = [.. elements.OfType<ColumnDefinition>()],
            Constraints = [.. elements.OfType<TableConstraint>()],
            Options = options,
        };

    private static TokenListParser<SqlToken, Statement> AsQuery(int position, QualifiedName name) =>
        from columns in Names.NameList.MaybeInParens()
        from options in Options.With
        from word in Token.EqualTo(SqlToken.As)
        from query in Queries.Query
        from data in WithData
        select (Statement)new CreateTableAsStatement(position, name, query) { Columns = columns, Options = options, WithData = data };
}
