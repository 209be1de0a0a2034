using VectorData.Sql.Syntax;

namespace VectorData.Sql;

/// <summary>Turns SQL text into syntax trees.</summary>
public static class SqlParser
{
    /// <summary>Parses any number of statements separated by semicolons.</summary>
    /// <exception cref="System.Data.Common.DbException">42601 with position, what was found and what was expected; 54001 when too complex.</exception>
    public static SqlScript Parse(string text) => throw new NotImplementedException();

    /// <summary>Parses one expression, as stored for defaults, checks and generated columns.</summary>
    public static Expression ParseExpression(string text) => throw new NotImplementedException();
}
