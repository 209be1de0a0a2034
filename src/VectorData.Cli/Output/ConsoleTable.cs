using Spectre.Console;

namespace VectorData.Cli.Output;

/// <summary>Draws tables: as wide as the console, or as they need when they go to a file or a pipe.</summary>
internal static class ConsoleTable
{
    private const int WidthOfFiles = 400;

    public static void Write(Table table, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected || output != Console.Out)
            console.Profile.Width = WidthOfFiles;
        console.Write(table);
    }
}
