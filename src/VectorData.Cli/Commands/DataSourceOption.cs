using System.CommandLine;

namespace VectorData.Cli.Commands;

/// <summary>The option that every command takes: which database.</summary>
internal static class DataSourceOption
{
    public static Option<string> Create() => new("--data-source", "-d")
    {
        Description = "The database folder (app.vdb), or :memory:",
        Required = true,
    };
}
