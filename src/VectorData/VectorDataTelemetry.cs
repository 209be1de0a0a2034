using VectorData.Query.Sessions;

namespace VectorData;

/// <summary>Names under which the engine publishes traces and metrics.</summary>
public static class VectorDataTelemetry
{
    /// <summary>The <see cref="System.Diagnostics.ActivitySource"/> with one activity per statement.</summary>
    public const string ActivitySourceName = SessionTelemetry.Name;

    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/> with counters of statements, rows, commits and errors.</summary>
    public const string MeterName = SessionTelemetry.Name;
}
