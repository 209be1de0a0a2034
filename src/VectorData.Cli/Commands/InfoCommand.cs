using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using VectorData.Cli.Output;
using VectorData.Core.Errors;

namespace VectorData.Cli.Commands;

/// <summary><c>vectordata info</c>: tables, segments, sizes and the state of indexes.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var dataSource = DataSourceOption.Create();
        var command = new Command("info", "Show tables, segments, sizes and index state") { dataSource };
        command.SetAction(result => Run(
            result.GetRequiredValue(dataSource), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string path, TextWriter output, TextWriter error)
    {
        try
        {
            using var database = VectorDatabase.Open(path, new VectorDatabaseOptions { CreateIfMissing = false, BackgroundMaintenance = false });
            Print(path, database.Describe(), output);
            return 0;
        }
        catch (VectorDbException e)
        {
            ErrorPrinter.Print(error, e, "");
            return 1;
        }
    }

    private static void Print(string path, VectorDatabaseReport report, TextWriter output)
    {
        output.WriteLine($"{path}: {report.Tables.Count} {(report.Tables.Count == 1 ? "table" : "tables")}, commit {report.CommitSequence}, log {Size(report.LogBytes)}");
        foreach (var table in report.Tables)
        {
            output.WriteLine();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Schema}.{table.Name}: {table.LiveRows:N0} rows, {table.DeletedRows:N0} deleted, {Size(table.FileBytes)} in files, {Size(table.MemoryBytes)} in memory"));
            if (table.Segments.Count > 0)
                ConsoleTable.Write(SegmentTable(table), output);
            if (table.Indexes.Count > 0)
                ConsoleTable.Write(IndexTable(table), output);
        }
    }

    private static Table SegmentTable(TableReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("segment", "state", "rows", "deleted", "size", "file");
        foreach (var segment in report.Segments)
        {
            table.AddRow(
                segment.Id.ToString(CultureInfo.InvariantCulture),
                segment.IsSealed ? "sealed" : "in memory",
                segment.Rows.ToString("N0", CultureInfo.InvariantCulture),
                segment.DeletedRows.ToString("N0", CultureInfo.InvariantCulture),
                Size(segment.Bytes),
                Markup.Escape(segment.File ?? ""));
        }

        return table;
    }

    private static Table IndexTable(TableReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("index", "method", "rows in index", "size");
        foreach (var index in report.Indexes)
        {
            table.AddRow(
                Markup.Escape(index.Name),
                index.Method,
                string.Create(CultureInfo.InvariantCulture, $"{index.IndexedRows:N0} of {index.Rows:N0}"),
                Size(index.Bytes));
        }

        return table;
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:F2} GiB"),
    };
}
