using VectorData.Cli.Commands;

return await VectorDataCommand.Create(Console.In, Console.IsInputRedirected).Parse(args).InvokeAsync();
