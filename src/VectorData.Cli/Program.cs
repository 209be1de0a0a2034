using System.CommandLine;
using VectorData.Cli.Commands;

var root = new RootCommand("VectorData: an embedded vector database for .NET")
{
    SqlCommand.Create(),
    InfoCommand.Create(),
    CheckCommand.Create(),
};

return await root.Parse(args).InvokeAsync();
