using System.CommandLine;
using VectorData.Cli.Output;
using VectorData.Core.Errors;

namespace VectorData.Cli.Commands;

/// <summary><c>vectordata check</c>: verifies every checksum and invariant; exit code 1 and the file named on damage.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var dataSource = DataSourceOption.Create();
        var command = new Command("check", "Verify every checksum and invariant of a database folder") { dataSource };
        command.SetAction(result => Run(result.GetRequiredValue(dataSource)));
        return command;
    }

    private static int Run(string path)
    {
        try
        {
            using var database = VectorDatabase.Open(path, new VectorDatabaseOptions { CreateIfMissing = false });
            var defects = database.Verify();
            foreach (var defect in defects)
                Console.Error.WriteLine(defect.Offset < 0 ? $"{defect.File}: {defect.Message}" : $"{defect.File} at {defect.Offset}: {defect.Message}");
            Console.WriteLine(defects.Count == 0 ? $"{path}: no damage found" : $"{path}: {defects.Count} defects");
            return defects.Count == 0 ? 0 : 1;
        }
        catch (VectorDbException e)
        {
            ErrorPrinter.Print(Console.Error, e, "");
            return 1;
        }
    }
}
