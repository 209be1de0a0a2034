using VectorData.Core.Errors;

namespace VectorData.Server.Connections;

/// <summary>
/// Looks at all connections a few times a second: one timer for all limits of time. Clients that are idle too long are told and closed, a client
/// that vanished has its statement cancelled, one that does not read is cut.
/// </summary>
internal sealed class ConnectionWatch(ConnectionRegistry connections, ServerOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    // A statement this short needs no look at its client.
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
                foreach (var connection in connections.All)
                    Look(connection);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private void Look(Connection connection)
    {
        var (state, time) = (connection.State, connection.TimeInState);
        if (options.SendTimeout > TimeSpan.Zero && connection.SendingFor > options.SendTimeout)
        {
            connection.Abort("the client does not read");
            return;
        }

        switch (state)
        {
            case ConnectionState.Starting when options.AuthenticationTimeout > TimeSpan.Zero && time > options.AuthenticationTimeout:
                connection.Abort("the log-in took too long");
                break;
            case ConnectionState.Idle when IsOver(time, connection.IdleTimeout):
                connection.Terminate(Fatal("57P05", "terminating connection due to idle-session timeout"));
                break;
            case ConnectionState.IdleInTransaction when IsOver(time, connection.IdleInTransactionTimeout):
                connection.Terminate(Fatal("25P03", "terminating connection due to idle-in-transaction timeout"));
                break;
            case ConnectionState.Active when time > LookAfter && connection.IsGone:
                connection.Cancel();
                break;
        }
    }

    private static bool IsOver(TimeSpan time, TimeSpan limit) => limit > TimeSpan.Zero && time > limit;

    private static VectorDbException Fatal(string sqlState, string message) => new(sqlState, message) { Severity = "FATAL" };
}
