namespace VectorData.Query.Tests.Evaluation;

/// <summary>Case files: lines of <c>input ⇶ expected</c>; lines that start with # and empty lines are passed over.</summary>
internal static class CaseFile
{
    private const string Arrow = " ⇶ ";

    public static TheoryData<string, string> Read(string name)
    {
        var cases = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Evaluation", "Cases", name)))
        {
            if (line.Length == 0 || line.StartsWith("# ", StringComparison.Ordinal) || line == "#")
                continue;
            var at = line.LastIndexOf(Arrow, StringComparison.Ordinal);
            Assert.True(at > 0, $"no arrow in: {line}");
            cases.Add(line[..at], line[(at + Arrow.Length)..]);
        }

        return cases;
    }
}
