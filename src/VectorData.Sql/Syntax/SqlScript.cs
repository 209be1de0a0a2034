namespace VectorData.Sql.Syntax;

/// <summary>The statements of one text. Empty statements (nothing between two semicolons) are left out.</summary>
public sealed record SqlScript(string Text, IReadOnlyList<ScriptStatement> Statements);

/// <summary>A statement and where it stands: <see cref="Start"/> and <see cref="Length"/> in characters, without the semicolon.</summary>
public sealed record ScriptStatement(Statement Statement, int Start, int Length, ParameterList Parameters);

/// <summary>The parameters that a statement refers to.</summary>
/// <param name="HighestNumber">The highest n of $n, or 0.</param>
/// <param name="Names">The names of @name parameters in order of first appearance, folded like identifiers.</param>
public sealed record ParameterList(int HighestNumber, IReadOnlyList<string> Names)
{
    public static ParameterList Empty { get; } = new(0, []);
}
