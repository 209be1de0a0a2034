using System.CommandLine;
using VectorData.Server.Commands;

var command = new RootCommand("VectorData's server: one database for clients of the PostgreSQL protocol");
ServeCommand.Configure(command);
return await command.Parse(args).InvokeAsync();
