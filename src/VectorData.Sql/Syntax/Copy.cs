namespace VectorData.Sql.Syntax;

public enum CopyEnd
{
    /// <summary>STDIN or STDOUT: the client.</summary>
    Client,

    /// <summary>A file of the server.</summary>
    File,

    /// <summary>A program of the server.</summary>
    Program,
}

/// <summary>COPY table [(columns)] | (statement) FROM | TO STDIN | STDOUT | 'file' | PROGRAM 'command' [options] [WHERE condition].</summary>
public sealed record CopyStatement(int Position, bool From, CopyEnd End) : Statement(Position)
{
    /// <summary>Null when a statement in parentheses gives the rows.</summary>
    public QualifiedName? Table { get; init; }

    public IReadOnlyList<Identifier> Columns { get; init; } = [];

    public Statement? Query { get; init; }

    /// <summary>The file's name or the program's command; null for the client.</summary>
    public string? Path { get; init; }

    public IReadOnlyList<CopyOption> Options { get; init; } = [];

    public Expression? Where { get; init; }

    public override IEnumerable<SyntaxNode?> Children => [Table, .. Columns, Query, .. Options, Where];
}

/// <summary>
/// An option in its form in parentheses: FORMAT csv, HEADER, FORCE_NULL (columns). Those spelt the old way (CSV HEADER DELIMITER ';')
/// arrive in the same form.
/// </summary>
public sealed record CopyOption(int Position, string Name, string? Value, IReadOnlyList<Identifier> Columns, bool AllColumns) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Columns;
}
