namespace VectorData.Server.Connections;

/// <summary>What a connection does, for limits, gauges and the stop.</summary>
internal enum ConnectionState
{
    /// <summary>Has not logged in yet.</summary>
    Starting = 0,
    Idle = 1,
    IdleInTransaction = 2,
    Active = 3,

    /// <summary>Waits for rows of a COPY FROM STDIN.</summary>
    CopyIn = 4,
}
