using System.CommandLine;
using System.Data.Common;
using VectorData.AdoNet;
using VectorData.Cli.Output;
using VectorData.Cli.Shell;

namespace VectorData.Cli.Commands;

/// <summary><c>vectordata sql</c>: runs statements given with -c, from a file, from standard input, or typed into a shell.</summary>
internal static class SqlCommand
{
    public static Command Create(TextReader input, bool isInputRedirected)
    {
        var dataSource = DataSourceOption.Create();
        var text = new Option<string[]>("--command", "-c") { Description = "Statements to run; may be given several times" };
        var file = new Option<FileInfo?>("--file", "-f") { Description = "A file of statements to run" };
        var format = new Option<OutputFormat>("--format") { Description = "table, csv or json", DefaultValueFactory = _ => OutputFormat.Table };
        var command = new Command("sql", "Run SQL statements, or an interactive shell when none are given") { dataSource, text, file, format };
        command.SetAction(async (result, cancellationToken) =>
        {
            var texts = result.GetValue(text) ?? [];
            var script = result.GetValue(file);
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            return await RunAsync(
                result.GetRequiredValue(dataSource),
                texts.Length == 0 && script is null && !isInputRedirected ? null : ct => ReadAsync(texts, script, input, ct),
                ResultWriter.Create(result.GetValue(format), output),
                input,
                output,
                error,
                cancellationToken);
        });
        return command;
    }

    // The texts to run; where there is nothing to read them from, a shell.
    private static async Task<int> RunAsync(
        string dataSource,
        Func<CancellationToken, Task<IReadOnlyList<string>>>? scripts,
        ResultWriter writer,
        TextReader input,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var sql = "";
        try
        {
            await using var connection = new VectorDbConnection(new VectorDbConnectionStringBuilder { DataSource = dataSource }.ConnectionString);
            connection.Notice += (_, e) => error.WriteLine($"{e.Notice.Severity}:  {e.Notice.Message}");
            await connection.OpenAsync(cancellationToken);
            var runner = new StatementRunner(connection, writer);
            if (scripts is null)
                return await new InteractiveShell(connection, runner, input, output).RunAsync(cancellationToken);
            foreach (var script in await scripts(cancellationToken))
                await runner.RunAsync(sql = script, cancellationToken);
            return 0;
        }
        catch (DbException e)
        {
            await output.FlushAsync(CancellationToken.None);
            ErrorPrinter.Print(error, e, sql);
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            await error.WriteLineAsync($"ERROR:  {e.Message}");
            return 1;
        }
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(string[] texts, FileInfo? file, TextReader input, CancellationToken cancellationToken)
    {
        var scripts = new List<string>(texts);
        if (file is not null)
            scripts.Add(await File.ReadAllTextAsync(file.FullName, cancellationToken));
        if (scripts.Count == 0)
            scripts.Add(await input.ReadToEndAsync(cancellationToken));
        return scripts;
    }
}
