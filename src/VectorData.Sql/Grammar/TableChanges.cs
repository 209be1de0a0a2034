using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>ALTER TABLE and the ALTERs of other objects.</summary>
internal static class TableChanges
{
    private static readonly TokenListParser<SqlToken, bool> ColumnWord = Combine.Flag(SqlToken.Column);

    private static readonly TokenListParser<SqlToken, AlterTableAction> AddConstraint =
        from word in Token.EqualTo(SqlToken.Add)
        from constraint in Constraints.OfTable
        select (AlterTableAction)new AddConstraint(word.Start(), constraint);

    private static readonly TokenListParser<SqlToken, AlterTableAction> AddColumn =
        from word in Token.EqualTo(SqlToken.Add)
        from column in ColumnWord
        from ifNotExists in Drops.IfNotExists
        from definition in TableDefinitions.Column
        select (AlterTableAction)new AddColumn(word.Start(), definition, ifNotExists);

    private static readonly TokenListParser<SqlToken, AlterTableAction> Add = input =>
        Constraints.TableConstraintStarts(input.Kind(1)) ? AddConstraint(input) : AddColumn(input);

    private static readonly TokenListParser<SqlToken, AlterTableAction> DropConstraint =
        from words in Combine.Phrase(SqlToken.Drop, SqlToken.Constraint)
        from ifExists in Drops.IfExists
        from name in Names.Name
        from cascade in Drops.Cascade
        select (AlterTableAction)new DropConstraint(words.Start(), name, ifExists, cascade);

    private static readonly TokenListParser<SqlToken, AlterTableAction> DropColumn =
        from word in Token.EqualTo(SqlToken.Drop)
        from column in ColumnWord
        from ifExists in Drops.IfExists
        from name in Names.Name
        from cascade in Drops.Cascade
        select (AlterTableAction)new DropColumn(word.Start(), name, ifExists, cascade);

    private static readonly TokenListParser<SqlToken, AlterTableAction> Drop = input =>
        input.Kind(1) == SqlToken.Constraint ? DropConstraint(input) : DropColumn(input);

    private static readonly TokenListParser<SqlToken, AlterTableAction> RenameConstraint =
        from words in Combine.Phrase(SqlToken.Rename, SqlToken.Constraint)
        from name in Names.Name
        from to in Token.EqualTo(SqlToken.To)
        from newName in Names.Name
        select (AlterTableAction)new RenameConstraint(words.Start(), name, newName);

    private static readonly TokenListParser<SqlToken, AlterTableAction> RenameColumn =
        from word in Token.EqualTo(SqlToken.Rename)
        from column in ColumnWord
        from name in Names.Name
        from to in Token.EqualTo(SqlToken.To)
        from newName in Names.Name
        select (AlterTableAction)new RenameColumn(word.Start(), name, newName);

    private static readonly TokenListParser<SqlToken, AlterTableAction> Rename = input => input.Kind(1) switch
    {
        SqlToken.To => Drops.RenameTo.Select(name => (AlterTableAction)new RenameTable(input.Start(), name))(input),
        SqlToken.Constraint => RenameConstraint(input),
        _ => RenameColumn(input),
    };

    private static readonly TokenListParser<SqlToken, AlterTableAction> AlterColumn =
        from word in Token.EqualTo(SqlToken.Alter)
        from column in ColumnWord
        from name in Names.Name
        from action in ColumnChanges.Of(word.Start(), name)
        select action;

    private static readonly TokenListParser<SqlToken, AlterTableAction> Validate =
        from words in Combine.Phrase(SqlToken.Validate, SqlToken.Constraint)
        from name in Names.Name
        select (AlterTableAction)new ValidateConstraint(words.Start(), name);

    private static readonly TokenListParser<SqlToken, AlterTableAction> Owner =
        from words in Combine.Phrase(SqlToken.Owner, SqlToken.To)
        from name in Names.Label
        select (AlterTableAction)new SetTableOwner(words.Start(), name);

    private static readonly TokenListParser<SqlToken, AlterTableAction> SetOptions =
        from word in Combine.One(kind => kind is SqlToken.Set or SqlToken.Reset)
        from options in Options.List
        select (AlterTableAction)new SetTableOptions(word.Start(), word.Kind == SqlToken.Reset, options);

    private static readonly TokenListParser<SqlToken, AlterTableAction> Set = input => input.Kind(1) == SqlToken.LeftParen
        ? SetOptions(input)
        : Drops.SetSchema.Select(schema => (AlterTableAction)new SetTableSchema(input.Start(), schema))(input);

    private static readonly TokenListParser<SqlToken, AlterTableAction> Action = Combine.ByFirst(
        (SqlToken.Add, Add),
        (SqlToken.Drop, Drop),
        (SqlToken.Alter, AlterColumn),
        (SqlToken.Rename, Rename),
        (SqlToken.Validate, Validate),
        (SqlToken.Owner, Owner),
        (SqlToken.Set, Set),
        (SqlToken.Reset, SetOptions));

    private static readonly TokenListParser<SqlToken, Statement> Table =
        from words in Combine.Phrase(SqlToken.Alter, SqlToken.Table)
        from ifExists in Drops.IfExists
        from only in Combine.Flag(SqlToken.Only)
        from name in Names.Qualified
        from actions in Action.CommaList()
        select (Statement)new AlterTableStatement(words.Start(), name, ifExists, actions);

    private static readonly TokenListParser<SqlToken, Statement> Index =
        from words in Combine.Phrase(SqlToken.Alter, SqlToken.Index)
        from ifExists in Drops.IfExists
        from name in Names.Qualified
        from statement in Combine.Choose(
            input => input.Kind() == SqlToken.Rename,
            Drops.RenameTo.Select(newName => (Statement)new RenameStatement(words.Start(), ObjectKind.Index, name, ifExists, newName)),
            from word in Combine.One(kind => kind is SqlToken.Set or SqlToken.Reset)
            from options in Options.List
            select (Statement)new SetIndexOptionsStatement(words.Start(), name, ifExists, word.Kind == SqlToken.Reset, options))
        select statement;

    private static readonly TokenListParser<SqlToken, Statement> View =
        from words in Combine.Phrase(SqlToken.Alter, SqlToken.View)
        from ifExists in Drops.IfExists
        from name in Names.Qualified
        from statement in Combine.Choose(
            input => input.Kind() == SqlToken.Rename,
            Drops.RenameTo.Select(newName => (Statement)new RenameStatement(words.Start(), ObjectKind.View, name, ifExists, newName)),
            Drops.SetSchema.Select(schema => (Statement)new SetSchemaStatement(words.Start(), ObjectKind.View, name, ifExists, schema)))
        select statement;

    private static readonly TokenListParser<SqlToken, Statement> Sequence =
        from words in Combine.Phrase(SqlToken.Alter, SqlToken.Sequence)
        from ifExists in Drops.IfExists
        from name in Names.Qualified
        from statement in Sequences.Alter(words.Start(), ifExists, name)
        select statement;

    private static readonly TokenListParser<SqlToken, Statement> Schema =
        from words in Combine.Phrase(SqlToken.Alter, SqlToken.Schema)
        from name in Names.Name
        from newName in Drops.RenameTo
        select (Statement)new RenameStatement(
            words.Start(), ObjectKind.Schema, new QualifiedName(name.Position, [name]), false, newName);

    /// <summary>ALTER and what it changes.</summary>
    public static readonly TokenListParser<SqlToken, Statement> Alter = input => input.Kind(1) switch
    {
        SqlToken.Table => Table(input),
        SqlToken.Index => Index(input),
        SqlToken.View => View(input),
        SqlToken.Sequence => Sequence(input),
        SqlToken.Schema => Schema(input),
        _ => Combine.Fail<Statement>(input.Skip(1)),
    };
}
