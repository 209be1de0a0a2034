using System.Globalization;
using System.Net;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.PgWire.Authentication;
using VectorData.PgWire.Messages;
using VectorData.Server.Connections;
using ProtocolViolationException = VectorData.PgWire.ProtocolViolationException;

namespace VectorData.Server.Authentication;

/// <summary>From the first packet to a known user: encryption, cancel requests, who may come in.</summary>
internal sealed class LogIn(Connection connection, MessageChannel channel, ServerContext server)
{
    // TLS, GSSAPI, start: a client has no reason to ask more often.
    private const int MaxRequests = 4;

    /// <summary>The client's start-up; null when it left, or only asked for a cancel. Throws what the client is to be told at its end.</summary>
    public async Task<StartupPacket.Startup?> RunAsync()
    {
        for (var i = 0; i < MaxRequests; i++)
        {
            switch (await ReadAsync().ConfigureAwait(false))
            {
                case null:
                    return null;
                case StartupPacket.SslRequest when server.Certificate is { } certificate && !channel.IsEncrypted:
                    await channel.EncryptAsync(certificate, CancellationToken.None).ConfigureAwait(false);
                    break;
                case StartupPacket.SslRequest or StartupPacket.GssEncRequest:
                    await channel.SendByteAsync((byte)'N', CancellationToken.None).ConfigureAwait(false);
                    break;
                case StartupPacket.CancelRequest cancel:
                    if (server.Connections.Cancel(cancel.ProcessId, cancel.SecretKey))
                        server.Metrics.Cancels.Inc();
                    return null;
                case StartupPacket.Startup startup:
                    Check(startup);
                    await AuthenticateAsync(startup.User!).ConfigureAwait(false);
                    return startup;
            }
        }

        throw new ProtocolViolationException("too many requests before the start-up packet", isFatal: true);
    }

    private async Task<StartupPacket?> ReadAsync()
    {
        try
        {
            return await channel.Reader.ReadStartupAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new ClientGoneException(e.Message, e);
        }
    }

    private void Check(StartupPacket.Startup startup)
    {
        if (startup.Major != 3)
        {
            throw new VectorDbException(
                SqlStates.FeatureNotSupported, $"unsupported frontend protocol {startup.Major}.{startup.Minor}: server supports 3.0 to 3.{StartupPacket.Startup.SupportedMinor}");
        }

        if (startup.User is not { } user)
            throw Refusal("no PostgreSQL user name specified in startup packet");
        if (server.Options.RequireTls && !channel.IsEncrypted && !IPAddress.IsLoopback(connection.Address))
            throw Refusal("this server takes connections with TLS only");

        // Drivers put the user's name where no database is given; tools ask for postgres before they know what there is.
        if (startup.Database != server.DatabaseName && startup.Database != user && startup.Database != "postgres")
        {
            throw new VectorDbException(SqlStates.InvalidCatalogName, $"database \"{startup.Database}\" does not exist")
            {
                Hint = $"This server has one database, \"{server.DatabaseName}\".",
            };
        }
    }

    private async Task AuthenticateAsync(string user)
    {
        var isTrusted = server.Options.TrustLoopback && IPAddress.IsLoopback(connection.Address);
        if (isTrusted)
            return;

        if (server.FailedLogins.WaitOf(connection.Address) is var wait && wait > TimeSpan.Zero)
            throw Refusal(string.Create(CultureInfo.InvariantCulture, $"too many failed log-ins from this address: wait {Math.Ceiling(wait.TotalSeconds)} seconds"));
        if (await IsPasswordKnownAsync(user).ConfigureAwait(false))
        {
            server.FailedLogins.Succeeded(connection.Address);
            return;
        }

        server.FailedLogins.Failed(connection.Address);
        throw new VectorDbException("28P01", $"password authentication failed for user \"{user}\"");
    }

    // A name that is not known goes through the same exchange and fails at its end.
    private async Task<bool> IsPasswordKnownAsync(string user)
    {
        var output = channel.Output;
        output.WriteAuthenticationSasl(ScramSecret.Mechanism);
        var initial = SaslInitialResponse.Parse((await ReadPasswordAsync().ConfigureAwait(false)).Span);
        if (initial.Mechanism != ScramSecret.Mechanism)
            throw new ProtocolViolationException("client selected an invalid SASL authentication mechanism", isFatal: true);
        var exchange = new ScramExchange(server.Users.SecretOf(user));
        output.WriteAuthenticationSaslContinue(exchange.Start(initial.Data));
        if (exchange.Finish((await ReadPasswordAsync().ConfigureAwait(false)).Span) is not { } last)
            return false;
        output.WriteAuthenticationSaslFinal(last);
        return true;
    }

    private async Task<ReadOnlyMemory<byte>> ReadPasswordAsync()
    {
        if (!await channel.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            throw new ClientGoneException("the client left during the log-in");
        return channel.Reader.Type == FrontendMessageType.Password
            ? channel.Reader.Body
            : throw new ProtocolViolationException($"expected SASL response, got message type {(byte)channel.Reader.Type}", isFatal: true);
    }

    private static VectorDbException Refusal(string message) => new("28000", message);
}
