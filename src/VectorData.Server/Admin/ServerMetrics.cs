using Prometheus;
using VectorData.Server.Connections;

namespace VectorData.Server.Admin;

/// <summary>What a server counts, in a registry of its own. Durations in seconds, sizes in bytes.</summary>
internal sealed class ServerMetrics
{
    private readonly Counter _statements;
    private readonly Counter _errors;
    private readonly Counter _refused;
    private readonly Dictionary<string, Counter.Child> _commands = new(StringComparer.Ordinal);
    private readonly Counter.Child _otherCommand;

    public ServerMetrics()
    {
        Registry = Metrics.NewCustomRegistry();
        var factory = Metrics.WithCustomRegistry(Registry);
        Connections = factory.CreateGauge("vectordata_connections", "Sessions open now.");
        ConnectionsOpened = factory.CreateCounter("vectordata_connections_opened_total", "Sessions opened.");
        _refused = factory.CreateCounter("vectordata_connections_refused_total", "Connections that got no session, by SQLSTATE.", "sqlstate");
        _statements = factory.CreateCounter("vectordata_statements_total", "Statements that ended well, by command.", "command");
        _errors = factory.CreateCounter("vectordata_errors_total", "Errors sent to clients, by the class of their SQLSTATE.", "class");
        Duration = factory.CreateHistogram(
            "vectordata_statement_duration_seconds",
            "Time from a statement's start to its last row.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0001, 2.5, 14) });
        RowsSent = factory.CreateCounter("vectordata_rows_sent_total", "Rows of results sent.");
        RowsCopied = factory.CreateCounter("vectordata_rows_copied_total", "Rows received by COPY.");
        BytesReceived = factory.CreateCounter("vectordata_received_bytes_total", "Bytes of messages received.");
        BytesSent = factory.CreateCounter("vectordata_sent_bytes_total", "Bytes of messages sent.");
        Cancels = factory.CreateCounter("vectordata_cancel_requests_total", "Cancel requests with a right key.");
        foreach (var command in (ReadOnlySpan<string>)["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "BEGIN", "COMMIT", "ROLLBACK", "SET"])
            _commands.Add(command, _statements.WithLabels(command));
        _otherCommand = _statements.WithLabels("other");
    }

    public CollectorRegistry Registry { get; }

    public Gauge Connections { get; }

    public Counter ConnectionsOpened { get; }

    public Histogram Duration { get; }

    public Counter RowsSent { get; }

    public Counter RowsCopied { get; }

    public Counter BytesReceived { get; }

    public Counter BytesSent { get; }

    public Counter Cancels { get; }

    /// <summary>Counts a statement by the first word of its command tag.</summary>
    public void Ended(string commandTag)
    {
        var space = commandTag.IndexOf(' ', StringComparison.Ordinal);
        var words = _commands.GetAlternateLookup<ReadOnlySpan<char>>();
        (words.TryGetValue(space < 0 ? commandTag : commandTag.AsSpan(0, space), out var counter) ? counter : _otherCommand).Inc();
    }

    public void Failed(string sqlState) => _errors.WithLabels(sqlState.Length >= 2 ? sqlState[..2] : sqlState).Inc();

    public void Refused(string sqlState) => _refused.WithLabels(sqlState).Inc();

    /// <summary>Gauges that are read from the database and the connections when they are asked for.</summary>
    public void Observe(VectorDatabase database, ConnectionRegistry connections)
    {
        var factory = Metrics.WithCustomRegistry(Registry);
        var states = factory.CreateGauge("vectordata_sessions", "Sessions by what they do.", "state");
        var log = factory.CreateGauge("vectordata_storage_log_bytes", "Bytes of the write-ahead log.");
        var unflushed = factory.CreateGauge("vectordata_storage_unflushed_bytes", "Bytes of rows that are in memory and the log only.");
        var files = factory.CreateGauge("vectordata_storage_file_bytes", "Bytes of segment files.");
        var memory = factory.CreateGauge("vectordata_storage_memory_bytes", "Bytes of segments in memory.");
        var tables = factory.CreateGauge("vectordata_storage_tables", "Tables.");
        var segments = factory.CreateGauge("vectordata_storage_segments", "Segments of all tables.");
        var rows = factory.CreateGauge("vectordata_storage_rows", "Rows that are there.");
        var deleted = factory.CreateGauge("vectordata_storage_deleted_rows", "Rows that are deleted but still take room.");
        var commits = factory.CreateGauge("vectordata_storage_commit_sequence", "Number of the last commit.");
        Registry.AddBeforeCollectCallback(() =>
        {
            var (active, inTransaction, idle) = connections.CountStates();
            states.WithLabels("active").Set(active);
            states.WithLabels("idle in transaction").Set(inTransaction);
            states.WithLabels("idle").Set(idle);
            var report = database.Describe();
            log.Set(report.LogBytes);
            unflushed.Set(report.UnflushedBytes);
            files.Set(report.Tables.Sum(table => table.FileBytes));
            memory.Set(report.Tables.Sum(table => table.MemoryBytes));
            tables.Set(report.Tables.Count);
            segments.Set(report.Tables.Sum(table => table.Segments.Count));
            rows.Set(report.Tables.Sum(table => table.LiveRows));
            deleted.Set(report.Tables.Sum(table => table.DeletedRows));
            commits.Set(report.CommitSequence);
        });
    }
}
