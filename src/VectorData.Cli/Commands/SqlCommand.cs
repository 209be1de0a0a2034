using System.CommandLine;
using System.Data.Common;
using VectorData.AdoNet;
using VectorData.Cli.Output;
using VectorData.Cli.Shell;

namespace VectorData.Cli.Commands;

/// <summary><c>vectordata sql</c>: runs statements given with -c, from a file, from standard input, or typed into a shell.</summary>
internal static class SqlCommand
{
    public static Command Create()
    {
        var dataSource = DataSourceOption.Create();
        var text = new Option<string[]>("--command", "-c") { Description = "Statements to run; may be given several times" };
        var file = new Option<FileInfo?>("--file", "-f") { Description = "A file of statements to run" };
        var format = new Option<OutputFormat>("--format") { Description = "table, csv or json", DefaultValueFactory = _ => OutputFormat.Table };
        var command = new Command("sql", "Run SQL statements, or an interactive shell when none are given") { dataSource, text, file, format };
        command.SetAction(async (result, cancellationToken) => await RunAsync(
            result.GetRequiredValue(dataSource),
            result.GetValue(text) ?? [],
            result.GetValue(file),
            ResultWriter.Create(result.GetValue(format), Console.Out),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string dataSource, string[] texts, FileInfo? file, ResultWriter writer, CancellationToken cancellationToken)
    {
        var sql = "";
        try
        {
            await using var connection = new VectorDbConnection(new VectorDbConnectionStringBuilder { DataSource = dataSource }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            var runner = new StatementRunner(connection, writer);
            if (texts.Length == 0 && file is null && !Console.IsInputRedirected)
                return await new InteractiveShell(connection, runner, Console.In, Console.Out).RunAsync(cancellationToken);

            var scripts = new List<string>(texts);
            if (file is not null)
                scripts.Add(await File.ReadAllTextAsync(file.FullName, cancellationToken));
            if (scripts.Count == 0)
                scripts.Add(await Console.In.ReadToEndAsync(cancellationToken));
            foreach (var script in scripts)
                await runner.RunAsync(sql = script, cancellationToken);
            return 0;
        }
        catch (DbException e)
        {
            ErrorPrinter.Print(Console.Error, e, sql);
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"ERROR:  {e.Message}");
            return 1;
        }
    }
}
