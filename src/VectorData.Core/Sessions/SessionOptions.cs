namespace VectorData.Core.Sessions;

/// <summary>Who opens a session and how it shows: current_user, current_database(), pg_backend_pid() and pg_stat_activity come from it.</summary>
public sealed record SessionOptions
{
    public const string DefaultUser = "vectordata";

    public string UserName { get; init; } = DefaultUser;

    /// <summary>current_database(); the database's own name when null.</summary>
    public string? DatabaseName { get; init; }

    public string? ApplicationName { get; init; }

    /// <summary>pg_backend_pid(); the process's id when null.</summary>
    public int? ProcessId { get; init; }
}
