using VectorData.Core.Errors;

namespace VectorData.Sql.Tests;

/// <summary>Case files: one line per case, "input ⇶ expected"; lines that start with # are comments; ␤ stands for a line break.</summary>
internal static class CaseFile
{
    private const string Separator = " ⇶ ";

    /// <summary>The files whose cases are statements.</summary>
    public static IReadOnlyList<string> Areas { get; } =
        ["literals", "expressions", "names", "queries", "modifications", "definitions", "sessions", "copy"];

    public static IReadOnlyList<(string Input, string Expected)> Read(string area)
    {
        using var stream = typeof(CaseFile).Assembly.GetManifestResourceStream(area + ".txt")
            ?? throw new FileNotFoundException($"There is no case file \"{area}\".");
        using var reader = new StreamReader(stream);
        var cases = new List<(string, string)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var at = line.IndexOf(Separator, StringComparison.Ordinal);
            cases.Add((line[..at].Replace('␤', '\n'), line[(at + Separator.Length)..].Replace('␤', '\n')));
        }

        return cases;
    }

    /// <summary>All inputs of all areas.</summary>
    public static IEnumerable<string> Inputs => Areas.SelectMany(Read).Select(test => test.Input);

    /// <summary>The inputs that are expected to parse.</summary>
    public static IEnumerable<string> GoodInputs =>
        Areas.SelectMany(Read).Where(test => !test.Expected.StartsWith('!')).Select(test => test.Input);

    /// <summary>What a case file expects: the canonical text, or "!state message @position".</summary>
    public static string Outcome(string input)
    {
        try
        {
            return Print(SqlParser.Parse(input));
        }
        catch (VectorDbException exception)
        {
            return $"!{exception.SqlState} {exception.Message} @{exception.Position}";
        }
    }

    public static string Print(Syntax.SqlScript script) =>
        string.Join("; ", script.Statements.Select(statement => SqlWriter.Write(statement.Statement)));
}
