using System.Data.Common;
using VectorData.Core.Errors;

namespace VectorData.Cli.Output;

/// <summary>Prints an error as psql does: message, the line with a caret, detail, hint.</summary>
internal static class ErrorPrinter
{
    public static void Print(TextWriter output, DbException error, string sql)
    {
        output.WriteLine($"ERROR:  {error.SqlState}: {error.Message}");
        if (error is not VectorDbException { } engineError)
            return;
        if (engineError.Position > 0 && engineError.Position <= sql.Length + 1)
            PrintPlace(output, sql, engineError.Position - 1);
        if (engineError.Detail is not null)
            output.WriteLine($"DETAIL:  {engineError.Detail}");
        if (engineError.Hint is not null)
            output.WriteLine($"HINT:  {engineError.Hint}");
    }

    private static void PrintPlace(TextWriter output, string sql, int index)
    {
        var start = index == 0 ? 0 : sql.LastIndexOf('\n', index - 1) + 1;
        var end = sql.IndexOf('\n', index);
        var number = sql.AsSpan(0, start).Count('\n') + 1;
        var prefix = $"LINE {number}: ";
        output.WriteLine(prefix + sql[start..(end < 0 ? sql.Length : end)].TrimEnd('\r'));
        output.WriteLine(new string(' ', prefix.Length + index - start) + "^");
    }
}
