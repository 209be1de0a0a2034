using VectorData.Sql.Syntax;

namespace VectorData.Sql;

/// <summary>Prints syntax trees as canonical SQL text; parsing the text gives the same tree up to positions.</summary>
public static class SqlWriter
{
    /// <summary>The text of an expression, a query or any other statement.</summary>
    public static string Write(SyntaxNode node) => throw new NotImplementedException();

    /// <summary>A name as it must stand in SQL: quoted unless it is a plain lower-case word that is no keyword.</summary>
    public static string QuoteIdentifier(string name) => throw new NotImplementedException();

    /// <summary>A string as a literal in single quotes.</summary>
    public static string QuoteString(string value) => throw new NotImplementedException();
}
