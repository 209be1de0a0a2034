using System.Collections.Concurrent;
using System.Security.Cryptography;
using VectorData.Core.Errors;

namespace VectorData.Server.Connections;

/// <summary>The open connections: numbers, limits, cancel requests. Thread-safe.</summary>
internal sealed class ConnectionRegistry(int maxSessions)
{
    // Sockets that have not logged in yet are bounded, too, so that strangers cannot use up memory.
    private const int MaxStarting = 200;

    private readonly ConcurrentDictionary<int, Connection> _connections = new();
    private int _lastProcessId;
    private int _sessions;

    public int Count => _connections.Count;

    public IEnumerable<Connection> All => _connections.Values;

    /// <summary>False when there are too many sockets: the connection is to be closed without a word.</summary>
    public bool TryAdd(Func<int, Connection> create, out Connection connection)
    {
        connection = null!;
        if (_connections.Count >= maxSessions + MaxStarting)
            return false;
        connection = create(Interlocked.Increment(ref _lastProcessId) & int.MaxValue);
        return _connections.TryAdd(connection.ProcessId, connection);
    }

    public void Remove(Connection connection) => _connections.TryRemove(connection.ProcessId, out _);

    /// <summary>Takes one of the places for sessions; 53300 when all are taken.</summary>
    public void EnterSession()
    {
        if (Interlocked.Increment(ref _sessions) <= maxSessions)
            return;
        LeaveSession();
        throw new VectorDbException(SqlStates.TooManyConnections, "sorry, too many clients already")
        {
            Severity = "FATAL",
            Hint = FormattableString.Invariant($"The server takes {maxSessions} connections; raise --max-connections, or use a pool."),
        };
    }

    public void LeaveSession() => Interlocked.Decrement(ref _sessions);

    /// <summary>Cancels what a session runs when the key is its own; the comparison takes the same time for any key.</summary>
    public bool Cancel(int processId, int secretKey)
    {
        if (!_connections.TryGetValue(processId, out var connection)
            || !CryptographicOperations.FixedTimeEquals(BitConverter.GetBytes(connection.SecretKey), BitConverter.GetBytes(secretKey)))
        {
            return false;
        }

        connection.Cancel();
        return true;
    }

    public (int Active, int InTransaction, int Idle) CountStates()
    {
        var (active, inTransaction, idle) = (0, 0, 0);
        foreach (var connection in _connections.Values)
        {
            switch (connection.State)
            {
                case ConnectionState.Active or ConnectionState.CopyIn:
                    active++;
                    break;
                case ConnectionState.IdleInTransaction:
                    inTransaction++;
                    break;
                case ConnectionState.Idle:
                    idle++;
                    break;
            }
        }

        return (active, inTransaction, idle);
    }
}
