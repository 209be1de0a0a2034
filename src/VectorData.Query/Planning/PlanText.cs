using System.Globalization;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Planning;

/// <summary>Prints plans as EXPLAIN does.</summary>
internal sealed class PlanText
{
    private readonly List<string> _lines = [];
    private readonly PlanTrace? _trace;
    private readonly ExpressionText _names;
    private readonly bool _useIndexes;

    private PlanText(PlanTrace? trace, ExpressionText names, bool useIndexes)
    {
        _trace = trace;
        _names = names;
        _useIndexes = useIndexes;
    }

    /// <summary>The plan's tree, a line each; with what was measured when <paramref name="trace"/> is given, without indexes where they are switched off.</summary>
    public static IReadOnlyList<string> Write(PhysicalPlan plan, PlanTrace? trace = null, bool useIndexes = true)
    {
        var aliases = new Dictionary<int, string>();
        var computed = new Dictionary<int, BoundExpression>();
        NoteNames(plan.Root, aliases, computed);
        if (aliases.Values.Distinct().Count() <= 1)
            aliases.Clear();
        var names = new ExpressionText(aliases, computed);
        var writer = new PlanText(trace, names, useIndexes);
        writer.Write(plan.Root, "", "");
        return writer._lines;
    }

    // Which table each slot comes from and what computes it, nested queries included.
    private static void NoteNames(PlanNode node, Dictionary<int, string> aliases, Dictionary<int, BoundExpression> computed)
    {
        foreach (var (slot, expression) in node.Computed)
            computed.TryAdd(slot, expression);
        if (node is ScanPlan or VectorSearchPlan)
        {
            var scan = (node as ScanPlan)?.Scan ?? ((VectorSearchPlan)node).Scan;
            foreach (var column in scan.TableColumns)
                aliases[column.Slot] = scan.Alias;
        }

        foreach (var input in node.Inputs)
            NoteNames(input, aliases, computed);
        foreach (var subquery in node.Subqueries)
            NoteNames(PlanOf(subquery).Root, aliases, computed);
    }

    private static PhysicalPlan PlanOf(BoundSubquery subquery) => ((NestedQuery)subquery.Source.Query).PlanOnce(QueryPlanner.Plan);

    private void Write(PlanNode node, string first, string rest)
    {
        // A node that only picks columns says nothing of interest.
        if (node is ProjectPlan { IsPick: true })
        {
            Write(node.Inputs[0], first, rest);
            return;
        }

        var description = _useIndexes ? node.Describe(_names) : node.DescribeWithoutIndex(_names);
        var entry = _trace?.Find(node);
        _lines.Add(first + description.Title + (_trace is null ? "" : Measured(entry)));
        foreach (var detail in description.Details)
            _lines.Add($"{rest}  {detail}");
        if (entry is not null)
            Notes(entry, rest);
        foreach (var input in node.Inputs)
            Write(input, rest + "  ->  ", rest + "      ");
        for (var i = 0; i < node.Subqueries.Count; i++)
            WriteSubquery(node.Subqueries[i], i + 1, rest);
    }

    private void WriteSubquery(BoundSubquery subquery, int number, string rest)
    {
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{rest}  {(subquery.Source.OuterSlots.Count == 0 ? "InitPlan" : "SubPlan")} {number}"));
        Write(PlanOf(subquery).Root, rest + "    ->  ", rest + "        ");
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

    private void Notes(PlanTrace.Entry entry, string rest)
    {
        if (entry.RowsRemoved > 0)
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{rest}  Rows Removed by Filter: {entry.RowsRemoved}"));
        foreach (var note in entry.Notes)
            _lines.Add($"{rest}  {note}");
        foreach (var segment in entry.Search?.Segments ?? [])
        {
            // A graph does not count what it compares.
            var compared = segment.ComparedRows < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", rows compared {segment.ComparedRows}");
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{rest}  Segment {segment.Segment.Value}: {segment.Strategy}, allowed rows {segment.AllowedRows}{compared}"));
        }
    }
}
