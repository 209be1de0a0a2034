using VectorData.Benchmarks;
using VectorData.Benchmarks.Scenarios;

// Each scenario runs the peer and us in turn, in one process, and prints medians and their ratio.
var scenarios = new Dictionary<string, Action<Report>>(StringComparer.Ordinal)
{
    ["bulk-insert"] = BulkInsert.Run,
    ["commits"] = Commits.Run,
    ["point-select"] = PointSelect.Run,
    ["scan"] = Scan.Run,
    ["open"] = OpenDatabase.Run,
    ["kernels"] = Kernels.Run,
};

var chosen = args.Length == 0 ? scenarios.Keys.ToArray() : args;
if (chosen.FirstOrDefault(name => !scenarios.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"unknown scenario \"{unknown}\"; there are: {string.Join(", ", scenarios.Keys)}");
    return 2;
}

var report = new Report(Console.Out);
foreach (var name in chosen)
    scenarios[name](report);
report.WriteSummary();
return 0;
