using System.Net;
using Microsoft.Extensions.Logging;

namespace VectorData.Server;

/// <summary>Everything the server logs. Statements' texts and values are never among it.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Endpoint}, database {Database}")]
    public static partial void Listening(this ILogger logger, EndPoint endpoint, string database);

    [LoggerMessage(2, LogLevel.Information, "Health and metrics on port {Port}")]
    public static partial void AdminListening(this ILogger logger, int port);

    [LoggerMessage(3, LogLevel.Information, "Stopping: {Connections} connections open")]
    public static partial void Stopping(this ILogger logger, int connections);

    [LoggerMessage(4, LogLevel.Debug, "Session {ProcessId} of {User} from {Address} began (TLS: {Tls})")]
    public static partial void SessionBegan(this ILogger logger, int processId, string user, IPAddress address, bool tls);

    [LoggerMessage(5, LogLevel.Debug, "Session {ProcessId} ended")]
    public static partial void SessionEnded(this ILogger logger, int processId);

    [LoggerMessage(6, LogLevel.Warning, "Refused a connection from {Address}: {SqlState} {Reason}")]
    public static partial void Refused(this ILogger logger, IPAddress address, string sqlState, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Closed session {ProcessId}: {SqlState} {Reason}")]
    public static partial void Closed(this ILogger logger, int processId, string sqlState, string reason);

    [LoggerMessage(8, LogLevel.Error, "Session {ProcessId} met an internal error, reference {Reference}")]
    public static partial void InternalError(this ILogger logger, Exception exception, int processId, string reference);

    [LoggerMessage(9, LogLevel.Error, "A connection could not be accepted")]
    public static partial void AcceptFailed(this ILogger logger, Exception exception);

    [LoggerMessage(10, LogLevel.Debug, "The connection from {Address} broke: {Reason}")]
    public static partial void Broke(this ILogger logger, IPAddress address, string reason);

    [LoggerMessage(11, LogLevel.Warning, "Clients on this machine need no password (trust loopback)")]
    public static partial void TrustsLoopback(this ILogger logger);
}
