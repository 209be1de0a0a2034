using VectorData.Cli.Commands;

namespace VectorData.Cli.Tests;

/// <summary>One run of the tool: its exit code and what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static Task<CommandRun> WithAsync(params string[] arguments) => WithInputAsync("", isRedirected: false, arguments);

    public static async Task<CommandRun> WithInputAsync(string input, bool isRedirected, params string[] arguments)
    {
        using var reader = new StringReader(input);
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var result = VectorDataCommand.Create(reader, isRedirected).Parse(arguments);
        var code = await result.InvokeAsync(new() { Output = output, Error = error });
        return new CommandRun(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
