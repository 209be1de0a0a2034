using System.Runtime.CompilerServices;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;

namespace VectorData.Tests;

/// <summary>
/// A file of statements that run one after another on one database. A blank line ends a case: comments, a statement up to a line that ends
/// in a semicolon, and what it gives, in this order: notices ("NOTICE: …", "WARNING: …"), rows ("a|b", "(no rows)" for none), the tag
/// ("=> INSERT 0 1"), or "ERROR sqlstate: message" with "DETAIL: …" and "HINT: …". Lines that a case leaves out at the end are not checked.
/// </summary>
internal sealed record StatementCase(string Sql, IReadOnlyList<string> Expected)
{
    public static IEnumerable<StatementCase> Read(string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Cases", name + ".sql");
        foreach (var block in File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Trim('\n').Split('\n').SkipWhile(line => line.StartsWith("--", StringComparison.Ordinal)).ToArray();
            if (lines.Length == 0)
                continue;
            var end = Array.FindIndex(lines, line => line.EndsWith(';'));
            Assert.True(end >= 0, $"{name}: no semicolon in {block}");
            yield return new StatementCase(string.Join('\n', lines[..(end + 1)]), lines[(end + 1)..]);
        }
    }

    /// <summary>Runs the case and gives what is wrong with its result, or null.</summary>
    public string? Check(ISession session)
    {
        var actual = Run(session, Sql);
        var expected = Expected.Count == 0 && !(actual.Count > 0 && actual[^1].StartsWith("ERROR", StringComparison.Ordinal)) ? [] : Expected;
        var compared = expected.Count > 0 && !expected.Any(line => line.StartsWith("ERROR", StringComparison.Ordinal)) && !expected.Any(IsTag)
            ? actual.Where(line => !IsTag(line)).ToList()
            : actual.Take(expected.Count).ToList();
        if (Expected.Count == 0 && actual.Exists(line => line.StartsWith("ERROR", StringComparison.Ordinal)))
            compared = actual;
        return compared.SequenceEqual(expected)
            ? null
            : $"{Sql}\nexpected:\n  {string.Join("\n  ", expected)}\nactual:\n  {string.Join("\n  ", actual)}\n";
    }

    /// <summary>Everything a text gives, line by line.</summary>
    public static List<string> Run(ISession session, string sql)
    {
        var lines = new List<string>();
        void Note(Notice notice) => lines.Add($"{notice.Severity}: {notice.Message}");
        session.NoticeReceived += Note;
        try
        {
            foreach (var statement in session.Prepare(sql))
            {
                using var cursor = statement.Execute([], CancellationToken.None);
                lines.AddRange(Rows(cursor).SelectMany(row => row.Split('\n')));
                lines.Add("=> " + cursor.CommandTag);
            }
        }
        catch (VectorDbException e)
        {
            lines.Add($"ERROR {e.SqlState}: {e.Message}" + (e.SqlState == SqlStates.InternalError ? e.InnerException?.ToString() : ""));
            if (e.Detail is not null)
                lines.Add("DETAIL: " + e.Detail);
            if (e.Hint is not null)
                lines.Add("HINT: " + e.Hint);
        }
        finally
        {
            session.NoticeReceived -= Note;
        }

        return lines;
    }

    /// <summary>A result's rows as text, NULL as "NULL".</summary>
    public static List<string> Rows(ICursor cursor)
    {
        var rows = new List<string>();
        while (cursor.Next(CancellationToken.None) is { } batch)
            for (var i = 0; i < batch.Count; i++)
                rows.Add(Row(batch, batch.RowAt(i)));
        if (cursor.Columns is not null && rows.Count == 0)
            rows.Add("(no rows)");
        return rows;
    }

    private static string Row(Batch batch, int row) => string.Join('|', batch.Columns.Select(column => ValueText.Format(column.GetValue(row))));

    private static bool IsTag(string line) => line.StartsWith("=> ", StringComparison.Ordinal);
}
