namespace VectorData.Sql.Syntax;

/// <summary>ALTER TABLE [IF EXISTS] name action, ….</summary>
public sealed record AlterTableStatement(int Position, QualifiedName Table, bool IfExists, IReadOnlyList<AlterTableAction> Actions)
    : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Table, .. Actions];
}

/// <summary>One action of ALTER TABLE.</summary>
public abstract record AlterTableAction(int Position) : SyntaxNode(Position);

/// <summary>ADD [COLUMN] [IF NOT EXISTS] definition.</summary>
public sealed record AddColumn(int Position, ColumnDefinition Column, bool IfNotExists) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column];
}

/// <summary>DROP [COLUMN] [IF EXISTS] name [CASCADE | RESTRICT].</summary>
public sealed record DropColumn(int Position, Identifier Column, bool IfExists, bool Cascade) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column];
}

/// <summary>RENAME [COLUMN] old TO new.</summary>
public sealed record RenameColumn(int Position, Identifier Column, Identifier NewName) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column, NewName];
}

/// <summary>ALTER [COLUMN] name [SET DATA] TYPE type [COLLATE c] [USING expression].</summary>
public sealed record AlterColumnType(int Position, Identifier Column, TypeName Type, QualifiedName? Collation, Expression? Using)
    : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column, Type, Collation, Using];
}

/// <summary>ALTER [COLUMN] name SET DEFAULT expression, or DROP DEFAULT when <see cref="Default"/> is null.</summary>
public sealed record AlterColumnDefault(int Position, Identifier Column, Expression? Default) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column, Default];
}

/// <summary>ALTER [COLUMN] name SET NOT NULL or DROP NOT NULL.</summary>
public sealed record AlterColumnNotNull(int Position, Identifier Column, bool NotNull) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column];
}

/// <summary>ALTER [COLUMN] name ADD GENERATED ALWAYS | BY DEFAULT AS IDENTITY [(options)].</summary>
public sealed record AddIdentity(int Position, Identifier Column, bool Always, SequenceOptions Options) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column, Options];
}

/// <summary>ALTER [COLUMN] name SET GENERATED ALWAYS | BY DEFAULT, SET option, RESTART.</summary>
public sealed record AlterIdentity(int Position, Identifier Column, bool? Always, SequenceOptions Options) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column, Options];
}

/// <summary>ALTER [COLUMN] name DROP IDENTITY [IF EXISTS].</summary>
public sealed record DropIdentity(int Position, Identifier Column, bool IfExists) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column];
}

/// <summary>ALTER [COLUMN] name DROP EXPRESSION [IF EXISTS].</summary>
public sealed record DropExpression(int Position, Identifier Column, bool IfExists) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column];
}

/// <summary>ADD [CONSTRAINT name] constraint.</summary>
public sealed record AddConstraint(int Position, TableConstraint Constraint) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Constraint];
}

/// <summary>DROP CONSTRAINT [IF EXISTS] name [CASCADE | RESTRICT].</summary>
public sealed record DropConstraint(int Position, Identifier Constraint, bool IfExists, bool Cascade) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Constraint];
}

/// <summary>VALIDATE CONSTRAINT name.</summary>
public sealed record ValidateConstraint(int Position, Identifier Constraint) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Constraint];
}

/// <summary>RENAME CONSTRAINT old TO new.</summary>
public sealed record RenameConstraint(int Position, Identifier Constraint, Identifier NewName) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Constraint, NewName];
}

/// <summary>RENAME TO name.</summary>
public sealed record RenameTable(int Position, Identifier NewName) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [NewName];
}

/// <summary>SET SCHEMA name.</summary>
public sealed record SetTableSchema(int Position, Identifier Schema) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Schema];
}

/// <summary>SET (options), or RESET (names) when <see cref="Reset"/>.</summary>
public sealed record SetTableOptions(int Position, bool Reset, IReadOnlyList<StorageOption> Options) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Options;
}

/// <summary>OWNER TO name; accepted so that dumps load.</summary>
public sealed record SetTableOwner(int Position, Identifier Owner) : AlterTableAction(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Owner];
}
