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
        command.SetAction(result => Run(
            result.GetRequiredValue(dataSource), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string path, TextWriter output, TextWriter error)
    {
        try
        {
            using var database = VectorDatabase.Open(path, new VectorDatabaseOptions { CreateIfMissing = false, BackgroundMaintenance = false });
            var defects = database.Verify();
            foreach (var defect in defects)
                error.WriteLine(defect.Offset < 0 ? $"{defect.File}: {defect.Message}" : $"{defect.File} at {defect.Offset}: {defect.Message}");
            output.WriteLine(defects.Count switch
            {
                0 => $"{path}: no damage found",
                1 => $"{path}: 1 defect",
                var count => $"{path}: {count} defects",
            });
            return defects.Count == 0 ? 0 : 1;
        }
        catch (VectorDbException e)
        {
            ErrorPrinter.Print(error, e, "");
            return 1;
        }
    }
}
