using System.CommandLine;
using VectorData.Server.Commands;

namespace VectorData.Cli.Commands;

/// <summary>The <c>vectordata</c> tool. Results and errors go to the writers of the invocation.</summary>
internal static class VectorDataCommand
{
    /// <summary>The command line over an input that is typed by a person, or a script's when it is redirected.</summary>
    public static RootCommand Create(TextReader input, bool isInputRedirected) => new("VectorData: a vector database for .NET")
    {
        SqlCommand.Create(input, isInputRedirected),
        InfoCommand.Create(),
        CheckCommand.Create(),
        ServeCommand.Create(),
    };
}
