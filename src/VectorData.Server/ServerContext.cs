using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using VectorData.Core.Sessions;
using VectorData.PgWire.Messages;
using VectorData.Server.Admin;
using VectorData.Server.Authentication;
using VectorData.Server.Connections;

namespace VectorData.Server;

/// <summary>What all connections of a server share.</summary>
internal sealed record ServerContext(
    VectorDatabase Database,
    ServerOptions Options,
    TimeProvider Clock,
    ILogger Logger,
    ServerMetrics Metrics,
    ConnectionRegistry Connections,
    FailedLogins FailedLogins,
    LoginUsers Users,
    X509Certificate2? Certificate)
{
    /// <summary>current_database(): the folder's name.</summary>
    public string DatabaseName { get; } = NameOf(Database);

    public ISession OpenSession(StartupPacket.Startup startup, int processId) => Database.OpenSession(new SessionOptions
    {
        UserName = startup.User ?? SessionOptions.DefaultUser,
        DatabaseName = DatabaseName,
        ApplicationName = startup.Parameters.GetValueOrDefault("application_name"),
        ProcessId = processId,
    });

    private static string NameOf(VectorDatabase database) =>
        database.Path is { } path && Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? name : database.Path is null ? "memory" : "vectordata";
}
