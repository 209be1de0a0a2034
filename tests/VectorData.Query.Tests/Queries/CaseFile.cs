using System.Runtime.CompilerServices;
using VectorData.Core.Errors;

namespace VectorData.Query.Tests.Queries;

/// <summary>
/// A file of cases: a title line "-- …", a query ending in a semicolon, then the rows it gives ("(no rows)" for none), or
/// "ERROR sqlstate at position: message" with an optional "HINT: …". A blank line ends a case.
/// </summary>
internal sealed record QueryCase(string File, string Title, string Sql, IReadOnlyList<string> Expected)
{
    public static IEnumerable<QueryCase> Read(string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "..", "Cases", name + ".sql");
        foreach (var block in System.IO.File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Trim('\n').Split('\n');
            if (lines.All(line => line.StartsWith("--", StringComparison.Ordinal)))
                continue;
            var title = lines.TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)).ToArray();
            var end = Array.FindIndex(lines, line => line.EndsWith(';'));
            Assert.True(end >= 0, $"{name}: no semicolon in {block}");
            var sql = string.Join('\n', lines[title.Length..(end + 1)]);
            yield return new QueryCase(name, string.Join(' ', title), sql, lines[(end + 1)..]);
        }
    }

    /// <summary>Runs the case and gives what is wrong with its result, or null.</summary>
    public string? Check(QueryHarness harness)
    {
        var actual = Run(harness);
        var expected = Expected.Count == 1 && Expected[0] == "(no rows)" ? [] : Expected.ToList();
        if (!Sql.Contains("ORDER BY", StringComparison.Ordinal))
        {
            actual.Sort(StringComparer.Ordinal);
            expected.Sort(StringComparer.Ordinal);
        }

        return actual.SequenceEqual(expected)
            ? null
            : $"{File}: {Title}\n{Sql}\nexpected:\n  {string.Join("\n  ", expected)}\nactual:\n  {string.Join("\n  ", actual)}\n";
    }

    private List<string> Run(QueryHarness harness)
    {
        try
        {
            return harness.Rows(Sql);
        }
        catch (VectorDbException e)
        {
            List<string> lines = [$"ERROR {e.SqlState} at {e.Position}: {e.Message}"];
            if (e.Hint is not null)
                lines.Add("HINT: " + e.Hint);
            return lines;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [e.ToString()];
        }
    }
}
