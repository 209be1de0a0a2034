using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;
using VectorData.Sql;
using VectorData.Sql.Syntax;
using ColumnDefinition = VectorData.Core.Schema.ColumnDefinition;

namespace VectorData.Query.Execution.Definitions;

/// <summary>Which column defaults call nextval on which sequence.</summary>
internal static class SequenceUses
{
    /// <summary>Columns whose default takes values from the sequence.</summary>
    public static IEnumerable<(TableDefinition Table, ColumnDefinition Column)> Of(Catalog catalog, SequenceDefinition sequence)
    {
        foreach (var table in catalog.Tables.Values)
            foreach (var column in table.Columns)
                if (column.Default is { } text && text.Contains("nextval", StringComparison.Ordinal) && Names(text).Any(name => IsNamed(name, sequence, table.Schema)))
                    yield return (table, column);
    }

    /// <summary>The same definitions with every default that names the sequence under its old name rewritten to its new one.</summary>
    public static Catalog Renamed(Catalog catalog, SequenceDefinition old, SequenceDefinition changed)
    {
        foreach (var (table, column) in Of(catalog, old).ToList())
        {
            var at = table.IndexOf(column.Id);
            var text = Replace(column.Default!, old, changed, table.Schema);
            var current = catalog.FindTable(table.Id)!;
            catalog = catalog.WithTable(current with { Columns = current.Columns.SetItem(at, column with { Default = text }) });
        }

        return catalog;
    }

    private static string Replace(string text, SequenceDefinition old, SequenceDefinition changed, string schema)
    {
        var written = SqlWriter.QuoteString(SqlWriter.QuoteIdentifier(changed.Schema) + "." + SqlWriter.QuoteIdentifier(changed.Name));
        var literals = SqlParser.ParseExpression(text).DescendantsAndSelf().OfType<StringLiteral>()
            .Where(literal => IsNamed(literal.Value, old, schema)).OrderByDescending(literal => literal.Position);
        foreach (var literal in literals)
        {
            var before = SqlWriter.QuoteString(literal.Value);
            if (string.CompareOrdinal(text, literal.Position, before, 0, before.Length) == 0)
                text = string.Concat(text.AsSpan(0, literal.Position), written, text.AsSpan(literal.Position + before.Length));
        }

        return text;
    }

    private static IEnumerable<string> Names(string expression) =>
        SqlParser.ParseExpression(expression).DescendantsAndSelf().OfType<FunctionCall>()
            .Where(call => call.Name.Name == "nextval" && call.Arguments.Count == 1)
            .SelectMany(call => call.Arguments[0].DescendantsAndSelf().OfType<StringLiteral>())
            .Select(literal => literal.Value);

    private static bool IsNamed(string text, SequenceDefinition sequence, string defaultSchema) =>
        SequenceNames.Parse(text) is var (schema, name) && name == sequence.Name && (schema ?? defaultSchema) == sequence.Schema;
}
