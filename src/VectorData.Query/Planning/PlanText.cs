using System.Globalization;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Planning;

/// <summary>Prints plans as EXPLAIN does.</summary>
internal static class PlanText
{
    /// <summary>The plan's tree, a line each; with what was measured when <paramref name="trace"/> is given, without indexes where they are switched off.</summary>
    public static IReadOnlyList<string> Write(PhysicalPlan plan, PlanTrace? trace = null, bool useIndexes = true)
    {
        var lines = new List<string>();
        Write(plan.Root, trace, useIndexes, lines, "", "");
        return lines;
    }

    private static void Write(PlanNode node, PlanTrace? trace, bool useIndexes, List<string> lines, string first, string rest)
    {
        // A node that only picks columns says nothing of interest.
        if (node is ProjectPlan { IsPick: true })
        {
            Write(node.Inputs[0], trace, useIndexes, lines, first, rest);
            return;
        }

        var description = useIndexes ? node.Describe() : node.DescribeWithoutIndex();
        var entry = trace?.Find(node);
        lines.Add(first + description.Title + (trace is null ? "" : Measured(entry)));
        foreach (var detail in description.Details)
            lines.Add($"{rest}  {detail}");
        if (entry is not null)
            Notes(entry, lines, rest);
        foreach (var input in node.Inputs)
            Write(input, trace, useIndexes, lines, rest + "  ->  ", rest + "        ");
        for (var i = 0; i < node.Subqueries.Count; i++)
            WriteSubquery(node.Subqueries[i], i + 1, trace, useIndexes, lines, rest);
    }

    private static void WriteSubquery(BoundSubquery subquery, int number, PlanTrace? trace, bool useIndexes, List<string> lines, string rest)
    {
        var nested = (NestedQuery)subquery.Source.Query;
        var plan = nested.PlanOnce(QueryPlanner.Plan);
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{rest}  {(subquery.Source.OuterSlots.Count == 0 ? "InitPlan" : "SubPlan")} {number}"));
        Write(plan.Root, trace, useIndexes, lines, rest + "    ->  ", rest + "          ");
    }

    private static string Measured(PlanTrace.Entry? entry)
    {
        if (entry is null || entry.Loops == 0)
            return " (never executed)";
        var loops = entry.Loops;
        return string.Create(
            CultureInfo.InvariantCulture,
            $" (actual time={entry.Startup.TotalMilliseconds / loops:0.000}..{entry.Total.TotalMilliseconds / loops:0.000} rows={entry.Rows / (double)loops:0.##} loops={loops})");
    }

    private static void Notes(PlanTrace.Entry entry, List<string> lines, string rest)
    {
        if (entry.RowsRemoved > 0)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{rest}  Rows Removed by Filter: {entry.RowsRemoved}"));
        foreach (var note in entry.Notes)
            lines.Add($"{rest}  {note}");
        foreach (var segment in entry.Search?.Segments ?? [])
        {
            // A graph does not count what it compares.
            var compared = segment.ComparedRows < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", rows compared {segment.ComparedRows}");
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{rest}  Segment {segment.Segment.Value}: {segment.Strategy}, allowed rows {segment.AllowedRows}{compared}"));
        }
    }
}
