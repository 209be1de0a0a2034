using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.PgWire.Messages;
using VectorData.Server.Authentication;
using VectorData.Server.Protocol;
using ProtocolViolationException = VectorData.PgWire.ProtocolViolationException;

namespace VectorData.Server.Connections;

/// <summary>One client from its first byte to its last: hand-shake, log-in, session.</summary>
internal sealed class Connection
{
    private readonly Socket _socket;
    private readonly ServerContext _server;
    private readonly MessageChannel _channel;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ISession? _session;
    private volatile ConnectionState _state;
    private long _stateSince;
    private bool _cancelRequested;

    public Connection(int processId, Socket socket, ServerContext server)
    {
        ProcessId = processId;
        SecretKey = BitConverter.ToInt32(RandomNumberGenerator.GetBytes(sizeof(int)));
        _socket = socket;
        _server = server;
        Address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (Address.IsIPv4MappedToIPv6)
            Address = Address.MapToIPv4();
        _channel = new MessageChannel(socket, server.Options.MaxMessageSize, server.Clock, server.Metrics);
        _channel.Reader.IsAuthenticating = true;
        IdleTimeout = server.Options.IdleTimeout;
        IdleInTransactionTimeout = server.Options.IdleInTransactionTimeout;
        Enter(ConnectionState.Starting);
    }

    public int ProcessId { get; }

    public int SecretKey { get; }

    public IPAddress Address { get; }

    public ConnectionState State => _state;

    public TimeSpan TimeInState => _server.Clock.GetElapsedTime(Interlocked.Read(ref _stateSince));

    public TimeSpan SendingFor => _channel.SendingFor;

    public bool IsGone => _channel.IsGone;

    public TimeSpan IdleTimeout { get; set; }

    public TimeSpan IdleInTransactionTimeout { get; set; }

    /// <summary>Why the session is to end at its next wait, or null.</summary>
    public VectorDbException? Termination { get; private set; }


    /// <summary>Completes when the connection is closed and everything of it released.</summary>
    public Task Ended => _ended.Task;

    public void Enter(ConnectionState state)
    {
        Interlocked.Exchange(ref _stateSince, _server.Clock.GetTimestamp());
        _state = state;
    }

    /// <summary>Stops the running statement with 57014. From any thread.</summary>
    public void Cancel()
    {
        if (_state == ConnectionState.CopyIn)
        {
            Volatile.Write(ref _cancelRequested, true);
            _channel.CancelRead();
        }

        Volatile.Read(ref _session)?.Cancel();
    }

    /// <summary>Whether a cancel request came that a COPY waiting for its client has not seen yet; it has now.</summary>
    public bool TakeCancelRequest() => Interlocked.Exchange(ref _cancelRequested, false);

    /// <summary>Ends the session with an error: at once when it waits for its client, else when it has done what it does. From any thread.</summary>
    public void Terminate(VectorDbException reason)
    {
        Termination ??= reason;
        _channel.CancelRead();
    }

    /// <summary>Breaks the connection without a word. From any thread.</summary>
    public void Abort(string reason)
    {
        _server.Logger.Broke(Address, reason);
        Cancel();
        _channel.Abort();
    }

    public async Task RunAsync()
    {
        var entered = false;
        try
        {
            var logIn = new LogIn(this, _channel, _server);
            if (await logIn.RunAsync().ConfigureAwait(false) is not { } startup)
                return;
            _server.Connections.EnterSession();
            entered = true;
            await RunSessionAsync(startup).ConfigureAwait(false);
        }
        catch (ClientGoneException e)
        {
            _server.Logger.Broke(Address, e.Message);
        }
        catch (AuthenticationException e)
        {
            _server.Logger.Broke(Address, e.Message);
        }
        catch (Exception e)
        {
            await EndWithAsync(e, entered).ConfigureAwait(false);
        }
        finally
        {
            await CloseAsync(entered).ConfigureAwait(false);
        }
    }

    private async Task RunSessionAsync(StartupPacket.Startup startup)
    {
        _server.Metrics.ConnectionsOpened.Inc();
        _server.Metrics.Connections.Inc();
        _server.Logger.SessionBegan(ProcessId, startup.User!, Address, _channel.IsEncrypted);
        var session = _server.OpenSession(startup, ProcessId);
        Volatile.Write(ref _session, session);
        var context = new SessionContext(session, this, _channel, _server);
        context.Start(startup);
        _channel.Reader.IsAuthenticating = false;
        await new MessageLoop(context).RunAsync().ConfigureAwait(false);
    }

    // The last word: an error of severity FATAL, then the end.
    private async Task EndWithAsync(Exception exception, bool hadSession)
    {
        var error = ClientErrors.From(exception is OperationCanceledException && Termination is { } reason ? reason : exception, _server.Logger, ProcessId);
        if (hadSession)
            _server.Logger.Closed(ProcessId, error.SqlState, error.Message);
        else
            _server.Logger.Refused(Address, error.SqlState, error.Message);
        if (hadSession)
            _server.Metrics.Failed(error.SqlState);
        else
            _server.Metrics.Refused(error.SqlState);
        try
        {
            ReleaseSession();
            _channel.Output.Abandon();
            _channel.Output.WriteErrorResponse(error, "FATAL");
            await _channel.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (error is ProtocolViolationException || error.SqlState == SqlStates.ProgramLimitExceeded)
                await _channel.DrainAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ClientGoneException or VectorDbException or InvalidOperationException)
        {
            _server.Logger.Broke(Address, e.Message);
        }
    }

    private async Task CloseAsync(bool entered)
    {
        try
        {
            ReleaseSession();
            await _channel.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or VectorDbException)
        {
            _server.Logger.Broke(Address, e.Message);
        }
        finally
        {
            _socket.Dispose();
            if (entered)
            {
                _server.Connections.LeaveSession();
                _server.Metrics.Connections.Dec();
                _server.Logger.SessionEnded(ProcessId);
            }

            _server.Connections.Remove(this);
            _ended.TrySetResult();
        }
    }

    // Rolls back what is open: locks are released before the client is told.
    private void ReleaseSession() => Interlocked.Exchange(ref _session, null)?.Dispose();
}
