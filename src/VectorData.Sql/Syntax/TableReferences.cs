namespace VectorData.Sql.Syntax;

/// <summary>An item of FROM.</summary>
public abstract record TableReference(int Position) : SyntaxNode(Position);

/// <summary>[AS] name [(columns)].</summary>
public sealed record TableAlias(int Position, Identifier Name, IReadOnlyList<Identifier> Columns) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, .. Columns];
}

/// <summary>A table, view or common table by name.</summary>
public sealed record NamedTable(int Position, QualifiedName Name, TableAlias? Alias) : TableReference(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Alias];
}

/// <summary>[LATERAL] (query) [AS alias].</summary>
public sealed record DerivedTable(int Position, QueryStatement Query, bool Lateral, TableAlias? Alias) : TableReference(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Query, Alias];
}

/// <summary>[LATERAL] f(…) [WITH ORDINALITY] [AS alias [(name type, …)]]; the call may be a <see cref="SessionValue"/>.</summary>
public sealed record FunctionTable(
    int Position, Expression Function, bool Lateral, bool WithOrdinality, TableAlias? Alias, IReadOnlyList<FunctionColumn> ColumnDefinitions)
    : TableReference(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Function, Alias, .. ColumnDefinitions];
}

/// <summary>A column of a function's result, name and type.</summary>
public sealed record FunctionColumn(int Position, Identifier Name, TypeName Type) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Type];
}

public enum JoinKind
{
    Inner,
    Left,
    Right,
    Full,
    Cross,
}

/// <summary>left JOIN right with ON (<see cref="Condition"/>), USING (<see cref="Using"/>) or NATURAL; an alias only for a join in parentheses.</summary>
public sealed record JoinedTable(
    int Position,
    JoinKind Kind,
    TableReference Left,
    TableReference Right,
    bool Natural,
    Expression? Condition,
    IReadOnlyList<Identifier> Using,
    TableAlias? Alias)
    : TableReference(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Left, Right, Condition, .. Using, Alias];
}
