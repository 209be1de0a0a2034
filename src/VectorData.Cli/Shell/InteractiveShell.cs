using System.Data.Common;
using System.Diagnostics;
using System.Text;
using VectorData.Cli.Output;

namespace VectorData.Cli.Shell;

/// <summary>Reads statements line by line until a semicolon ends them, runs them, and goes on after errors.</summary>
internal sealed class InteractiveShell(DbConnection connection, StatementRunner runner, TextReader input, TextWriter output)
{
    private const string Help = """
        Statements end with a semicolon.
          \dt          tables
          \d NAME      columns and indexes of a table
          \timing      turn timing on or off
          \?           this help
          \q           quit
        """;

    private bool _timing;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        output.WriteLine($"VectorData {connection.ServerVersion}, {connection.DataSource}. Type \\? for help.");
        var statement = new StringBuilder();
        while (true)
        {
            output.Write(statement.Length == 0 ? "vectordata=> " : "vectordata-> ");
            output.Flush();
            var line = await input.ReadLineAsync(cancellationToken);
            if (line is null or "\\q")
                return 0;
            if (statement.Length == 0 && line.TrimStart().StartsWith('\\'))
            {
                await RunMetaCommandAsync(line.Trim(), cancellationToken);
                continue;
            }

            statement.AppendLine(line);
            var text = statement.ToString();
            if (!StatementEnd.IsComplete(text))
                continue;
            await RunAsync(text, cancellationToken);
            statement.Clear();
        }
    }

    private async Task RunMetaCommandAsync(string line, CancellationToken cancellationToken)
    {
        var parts = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        switch (parts)
        {
            case ["\\dt"]:
                await RunAsync(SchemaQueries.Tables, cancellationToken);
                break;
            case ["\\d", var name]:
                await RunAsync(SchemaQueries.Table(name), cancellationToken);
                break;
            case ["\\timing"]:
                _timing = !_timing;
                output.WriteLine($"Timing is {(_timing ? "on" : "off")}.");
                break;
            case ["\\?"]:
                output.WriteLine(Help);
                break;
            default:
                output.WriteLine($"invalid command {parts[0]}. Try \\? for help.");
                break;
        }
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            await runner.RunAsync(sql, cancellationToken);
        }
        catch (DbException e)
        {
            ErrorPrinter.Print(output, e, sql);
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine($"ERROR:  {e.Message}");
        }

        if (_timing)
            output.WriteLine($"Time: {clock.Elapsed.TotalMilliseconds:F3} ms");
    }
}
