using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VectorData.Core.Errors;
using VectorData.Server.Admin;
using VectorData.Server.Authentication;
using VectorData.Server.Connections;

namespace VectorData.Server;

/// <summary>A database behind the PostgreSQL protocol. The database stays its opener's: stop the server before closing it.</summary>
public sealed class PgServer : IAsyncDisposable
{
    private static readonly TimeSpan CancelTime = TimeSpan.FromSeconds(2);

    private readonly ServerContext _context;
    private readonly List<Socket> _listeners;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];
    private AdminEndpoints? _admin;
    private Task? _stopped;

    private PgServer(ServerContext context, List<Socket> listeners)
    {
        _context = context;
        _listeners = listeners;
        Port = ((IPEndPoint)listeners[0].LocalEndPoint!).Port;
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>The port of health and metrics, or null.</summary>
    public int? AdminPort => _admin?.Port;

    /// <summary>Sessions and log-ins that are open.</summary>
    public int ConnectionCount => _context.Connections.Count;

    /// <summary>Listens; returns when clients can connect.</summary>
    public static async Task<PgServer> StartAsync(
        VectorDatabase database,
        ServerOptions options,
        ILoggerFactory? logging = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        clock ??= TimeProvider.System;
        logging ??= NullLoggerFactory.Instance;
        var metrics = new ServerMetrics();
        var connections = new ConnectionRegistry(options.MaxConnections);
        var context = new ServerContext(
            database,
            options,
            clock,
            logging.CreateLogger("VectorData.Server"),
            metrics,
            connections,
            new FailedLogins(options.MaxFailedLogins, options.FailedLoginWindow, clock),
            new LoginUsers(options),
            LoadCertificate(options));
        metrics.Observe(database, connections);
        var server = new PgServer(context, Listen(options));
        try
        {
            if (options.AdminPort is { } adminPort)
                server._admin = await AdminEndpoints.StartAsync(
                    options.Addresses(), adminPort, metrics, () => !server._stopping.IsCancellationRequested, logging, cancellationToken).ConfigureAwait(false);
            server.Run();
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Takes no more clients, tells idle ones (57P01), lets running statements finish within the grace period, cancels the rest. Returns when all
    /// connections are closed.
    /// </summary>
    public Task StopAsync() => _stopped ??= StopOnceAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _context.Certificate?.Dispose();
        _stopping.Dispose();
    }

    private void Run()
    {
        foreach (var listener in _listeners)
        {
            _context.Logger.Listening(listener.LocalEndPoint!, _context.DatabaseName);
            _loops.Add(AcceptAsync(listener));
        }

        if (_admin is { } admin)
            _context.Logger.AdminListening(admin.Port);
        if (_context.Options.TrustLoopback)
            _context.Logger.TrustsLoopback();
        _loops.Add(new ConnectionWatch(_context.Connections, _context.Options, _context.Clock).RunAsync(_stopping.Token));
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Begin(await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of descriptors, or a client that was gone at once: others shall still come in.
                _context.Logger.AcceptFailed(e);
                await Task.Delay(TimeSpan.FromMilliseconds(50), _context.Clock).ConfigureAwait(false);
            }
        }
    }

    private void Begin(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            if (_context.Connections.TryAdd(processId => new Connection(processId, socket, _context), out var connection))
            {
                ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.RunAsync(), connection, preferLocal: false);
                return;
            }
        }
        catch (SocketException)
        {
            // It is gone already.
        }

        socket.Dispose();
    }

    private async Task StopOnceAsync()
    {
        _context.Logger.Stopping(_context.Connections.Count);
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var listener in _listeners)
            listener.Dispose();
        await Task.WhenAll(_loops).ConfigureAwait(false);
        foreach (var connection in _context.Connections.All)
            connection.Terminate(new VectorDbException(SqlStates.AdminShutdown, "terminating connection due to administrator command") { Severity = "FATAL" });
        if (!await EndedWithinAsync(_context.Options.ShutdownGrace).ConfigureAwait(false))
        {
            foreach (var connection in _context.Connections.All)
                connection.Cancel();
            if (!await EndedWithinAsync(CancelTime).ConfigureAwait(false))
            {
                foreach (var connection in _context.Connections.All)
                    connection.Abort("the server stops");
                await EndedWithinAsync(CancelTime).ConfigureAwait(false);
            }
        }

        if (_admin is { } admin)
            await admin.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<bool> EndedWithinAsync(TimeSpan time)
    {
        var all = Task.WhenAll(_context.Connections.All.Select(connection => connection.Ended));
        if (time <= TimeSpan.Zero)
            return all.IsCompleted;
        try
        {
            await all.WaitAsync(time, _context.Clock).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static List<Socket> Listen(ServerOptions options)
    {
        var listeners = new List<Socket>();
        var port = options.Port;
        try
        {
            foreach (var address in options.Addresses())
            {
                try
                {
                    listeners.Add(Listen(address, port));
                    port = ((IPEndPoint)listeners[^1].LocalEndPoint!).Port;
                }
                catch (SocketException) when (listeners.Count > 0)
                {
                    // localhost is IPv4 already; a machine without IPv6, or a port taken there, is no reason not to start.
                }
            }

            return listeners;
        }
        catch
        {
            listeners.ForEach(listener => listener.Dispose());
            throw;
        }
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(512);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static X509Certificate2? LoadCertificate(ServerOptions options)
    {
        if (options.TlsCertificateFile is not { } file)
            return null;
        if (options.TlsKeyFile is null && Path.GetExtension(file) is ".pfx" or ".p12")
            return X509CertificateLoader.LoadPkcs12FromFile(file, options.TlsPassword);
        return options.TlsPassword is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(file, password, options.TlsKeyFile)
            : X509Certificate2.CreateFromPemFile(file, options.TlsKeyFile);
    }
}
