using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VectorData.Core.Values;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Planning;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Statements;

/// <summary>EXPLAIN: prints the plan; with ANALYZE runs the statement first and prints what was measured.</summary>
internal sealed class ExplainPlan(ExplainStatement statement, StatementPlan inner) : StatementPlan
{
    public override string Command => "EXPLAIN";

    public override bool IsReadOnly => !statement.Analyze || inner.IsReadOnly;

    public override bool CanRestart => inner.CanRestart;

    public override StatementOutcome Run(StatementContext context)
    {
        PlanTrace? trace = null;
        var clock = context.Evaluation.Clock;
        var elapsed = TimeSpan.Zero;
        if (statement.Analyze)
        {
            trace = new PlanTrace(clock);
            var start = clock.GetTimestamp();
            inner.Run(Traced(context, trace));
            elapsed = clock.GetElapsedTime(start);
        }

        var lines = Lines(trace, context.Settings.EnableIndexScan);
        if (statement.Analyze && statement.Timing)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Execution Time: {elapsed.TotalMilliseconds:0.000} ms"));
        var builder = new BytesColumnBuilder(Columns![0].Type);
        if (statement.Format == ExplainFormat.Json)
            builder.Append(Encoding.UTF8.GetBytes(Json(lines)));
        else
            foreach (var line in lines)
                builder.Append(Encoding.UTF8.GetBytes(line));
        var column = builder.Build();
        return new StatementOutcome("EXPLAIN", -1, [new Batch([column], column.Length)]);
    }

    private static StatementContext Traced(StatementContext context, PlanTrace trace)
    {
        var execution = new QueryExecution(context.Transaction, context.Settings) { Trace = trace };
        return new StatementContext
        {
            Transaction = context.Transaction,
            Settings = context.Settings,
            Notify = context.Notify,
            Sequences = context.Sequences,
            Evaluation = new EvaluationContext
            {
                Parameters = context.Evaluation.Parameters,
                Clock = context.Evaluation.Clock,
                TransactionTimestamp = context.Evaluation.TransactionTimestamp,
                StatementTimestamp = context.Evaluation.StatementTimestamp,
                TimeZone = context.Evaluation.TimeZone,
                CancellationToken = context.Evaluation.CancellationToken,
                Random = context.Evaluation.Random,
                Session = context.Evaluation.Session,
                Sequences = context.Evaluation.Sequences,
                Subqueries = execution,
            },
        };
    }

    private List<string> Lines(PlanTrace? trace, bool useIndexes)
    {
        var outline = inner.Outline!;
        var lines = outline.Plan is { } plan ? PlanText.Write(plan, trace, useIndexes) : ["Result"];
        if (outline.Title is not { } title)
            return [.. lines];
        var result = new List<string>(lines.Count + 1) { title };
        for (var i = 0; i < lines.Count; i++)
            result.Add((i == 0 ? "  ->  " : "      ") + lines[i]);
        return result;
    }

    // The tree by indentation: "->" starts a node, other lines are its details.
    private static string Json(List<string> lines)
    {
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            var at = 0;
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WritePropertyName("Plan");
            WriteNode(writer, lines, ref at);
            for (; at < lines.Count; at++)
                WriteDetail(writer, lines[at].Trim());
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteNode(Utf8JsonWriter writer, List<string> lines, ref int at)
    {
        var depth = Depth(lines[at]);
        writer.WriteStartObject();
        writer.WriteString("Node Type", Text(lines[at++]));
        while (at < lines.Count && !IsNode(lines[at]) && Depth(lines[at]) > depth)
            WriteDetail(writer, lines[at++].Trim());
        if (at < lines.Count && IsNode(lines[at]) && Depth(lines[at]) > depth)
        {
            writer.WriteStartArray("Plans");
            while (at < lines.Count && IsNode(lines[at]) && Depth(lines[at]) > depth)
                WriteNode(writer, lines, ref at);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter writer, string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        if (colon > 0)
            writer.WriteString(line[..colon], line[(colon + 2)..]);
        else
            writer.WriteString("Detail", line);
    }

    private static int Depth(string line) => line.Length - line.TrimStart().Length;

    private static bool IsNode(string line) => line.TrimStart().StartsWith("->", StringComparison.Ordinal);

    private static string Text(string line)
    {
        var text = line.Trim();
        return text.StartsWith("->", StringComparison.Ordinal) ? text[2..].Trim() : text;
    }
}
