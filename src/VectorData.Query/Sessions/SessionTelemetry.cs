using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace VectorData.Query.Sessions;

/// <summary>Traces and metrics of statements.</summary>
public static class SessionTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "VectorData";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Instruments = new(Name);

    internal static readonly Counter<long> Statements = Instruments.CreateCounter<long>("vectordata.statements", "{statement}", "Statements run.");

    internal static readonly Counter<long> Errors = Instruments.CreateCounter<long>("vectordata.errors", "{error}", "Statements that failed, by SQLSTATE.");

    internal static readonly Counter<long> Restarts = Instruments.CreateCounter<long>("vectordata.restarts", "{restart}", "Statements run again under read committed.");

    internal static readonly Counter<long> RowsWritten = Instruments.CreateCounter<long>("vectordata.rows.written", "{row}", "Rows inserted, updated and deleted.");

    internal static readonly Counter<long> Commits = Instruments.CreateCounter<long>("vectordata.commits", "{transaction}", "Transactions committed.");
}
