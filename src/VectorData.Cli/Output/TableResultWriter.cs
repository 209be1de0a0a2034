using System.Data.Common;
using Spectre.Console;

namespace VectorData.Cli.Output;

/// <summary>A table for people, with the number of rows below.</summary>
internal sealed class TableResultWriter(TextWriter output) : ResultWriter(output)
{
    private const int LongestField = 80;

    public override async Task WriteAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var table = new Table().Border(TableBorder.Rounded);
        for (var i = 0; i < reader.FieldCount; i++)
            table.AddColumn(Column(reader, i));
        var rows = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            table.AddRow(Enumerable.Range(0, reader.FieldCount).Select(i => new Text(Shorten(reader, i))));
            rows++;
        }

        ConsoleTable.Write(table, Output);
        Output.WriteLine(rows == 1 ? "(1 row)" : $"({rows} rows)");
    }

    public override void WriteRowsAffected(int rows) => Output.WriteLine(rows == 1 ? "1 row affected" : $"{rows} rows affected");

    private static TableColumn Column(DbDataReader reader, int ordinal)
    {
        var column = new TableColumn(new Text(reader.GetName(ordinal)));
        var type = reader.GetFieldType(ordinal);
        return type.IsPrimitive && type != typeof(bool) || type == typeof(decimal) ? column.RightAligned() : column;
    }

    private static string Shorten(DbDataReader reader, int ordinal)
    {
        if (reader.IsDBNull(ordinal))
            return "";
        var text = FieldText.Of(reader, ordinal);
        return text.Length > LongestField ? string.Concat(text.AsSpan(0, LongestField - 1), "…") : text;
    }
}
