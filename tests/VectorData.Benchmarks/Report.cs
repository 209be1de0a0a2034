using System.Diagnostics;
using System.Globalization;

namespace VectorData.Benchmarks;

/// <summary>Runs alternatives in turn, round after round, so that a busy machine hurts all alike; prints medians.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly List<string> _summary = [];

    /// <summary>Measures each alternative <paramref name="rounds"/> times; gives medians of units per second, in their order.</summary>
    public double[] Compare(string title, string unit, int rounds, params (string Name, Func<long> Work)[] alternatives)
    {
        output.WriteLine($"## {title}");
        var rates = alternatives.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < alternatives.Length; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                var clock = Stopwatch.StartNew();
                var units = alternatives[i].Work();
                rates[i].Add(units / clock.Elapsed.TotalSeconds);
            }
        }

        var medians = rates.Select(Median).ToArray();
        for (var i = 0; i < alternatives.Length; i++)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{title}: {alternatives[i].Name}: {Format(medians[i])} {unit}/s (min {Format(rates[i].Min())}, max {Format(rates[i].Max())}, ratio to first {medians[i] / medians[0]:F2})");
            output.WriteLine(line);
            _summary.Add(line);
        }

        output.WriteLine();
        return medians;
    }

    /// <summary>Notes a number that is not a rate.</summary>
    public void Note(string line)
    {
        output.WriteLine(line);
        _summary.Add(line);
    }

    public void WriteSummary()
    {
        output.WriteLine("## Summary");
        foreach (var line in _summary)
            output.WriteLine("- " + line);
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static string Format(double rate) => rate.ToString(rate < 100 ? "N2" : "N0", CultureInfo.InvariantCulture);
}
