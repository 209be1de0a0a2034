using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using VectorData.PgWire;
using VectorData.PgWire.Framing;
using VectorData.Server.Admin;

namespace VectorData.Server.Connections;

/// <summary>
/// A socket that carries messages. While it waits for the client it holds no buffer: the reader asks for memory when bytes have come, and what
/// was written is given back when it is sent.
/// </summary>
internal sealed class MessageChannel : IAsyncDisposable
{
    private const int FlushSize = 32 << 10;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    private static readonly StreamPipeReaderOptions ReaderOptions = new(bufferSize: 8 << 10, useZeroByteReads: true, leaveOpen: true);

    private readonly Socket _socket;
    private readonly TimeProvider _clock;
    private readonly ServerMetrics _metrics;
    private readonly int _maxMessageSize;
    private Stream _stream;
    private PipeReader _input;
    private long _sendingSince;

    public MessageChannel(Socket socket, int maxMessageSize, TimeProvider clock, ServerMetrics metrics)
    {
        _socket = socket;
        _clock = clock;
        _metrics = metrics;
        _maxMessageSize = maxMessageSize;
        _stream = new NetworkStream(socket, ownsSocket: false);
        _input = PipeReader.Create(_stream, ReaderOptions);
        Reader = new FrameReader(_input, maxMessageSize);
    }

    public FrameReader Reader { get; private set; }

    /// <summary>What is to be sent next.</summary>
    public MessageBuffer Output { get; } = new();

    public bool IsEncrypted => _stream is SslStream;

    /// <summary>Whether the other side has closed or broken the connection; asked while nobody reads.</summary>
    public bool IsGone
    {
        get
        {
            try
            {
                return _socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>How long the client has not taken what is being sent; zero when nothing is.</summary>
    public TimeSpan SendingFor => Interlocked.Read(ref _sendingSince) is var since && since == 0 ? TimeSpan.Zero : _clock.GetElapsedTime(since);

    /// <summary>Waits for a message, having sent what was written; false at the end of the stream.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        bool found;
        try
        {
            found = await Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw new ClientGoneException(e.Message, e);
        }

        if (found)
            _metrics.BytesReceived.Inc(Reader.Body.Length + 5);
        return found;
    }

    /// <summary>The next message when it is here already.</summary>
    public bool TryRead()
    {
        if (!Reader.TryRead())
            return false;
        _metrics.BytesReceived.Inc(Reader.Body.Length + 5);
        return true;
    }

    /// <summary>Wakes a read that waits: it throws <see cref="OperationCanceledException"/>.</summary>
    public void CancelRead() => _input.CancelPendingRead();

    /// <summary>Sends what was written when it is much.</summary>
    public ValueTask FlushIfLargeAsync(CancellationToken cancellationToken) =>
        Output.Length < FlushSize ? ValueTask.CompletedTask : FlushAsync(cancellationToken);

    /// <summary>Sends what was written. Waits for a client that does not read: the memory for results stays bounded.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => Output.Length == 0 ? ValueTask.CompletedTask : SendAsync(cancellationToken);

    /// <summary>One byte outside of any message: the answer to a request for encryption.</summary>
    public ValueTask SendByteAsync(byte answer, CancellationToken cancellationToken) => _stream.WriteAsync(new[] { answer }, cancellationToken);

    /// <summary>Goes on in TLS. Bytes that came before the hand-shake are refused: they could be someone else's.</summary>
    public async Task EncryptAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        if (_input.TryRead(out var early))
        {
            var isEmpty = early.Buffer.IsEmpty;
            _input.AdvanceTo(early.Buffer.End);
            if (!isEmpty)
                throw new ProtocolViolationException("received unencrypted data after SSL request", isFatal: true);
        }

        await SendByteAsync((byte)'S', cancellationToken).ConfigureAwait(false);
        var encrypted = new SslStream(_stream, leaveInnerStreamOpen: false);
        await encrypted.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate, ApplicationProtocols = [new SslApplicationProtocol("postgresql")] },
            cancellationToken).ConfigureAwait(false);
        Reader.Dispose();
        await _input.CompleteAsync().ConfigureAwait(false);
        _stream = encrypted;
        _input = PipeReader.Create(_stream, ReaderOptions);
        Reader = new FrameReader(_input, _maxMessageSize) { IsAuthenticating = Reader.IsAuthenticating };
    }

    /// <summary>Breaks the connection: whoever reads or writes gets an exception. From any thread.</summary>
    public void Abort()
    {
        try
        {
            _socket.Close(0);
        }
        catch (SocketException)
        {
            // It is closed already.
        }
    }

    /// <summary>
    /// Ends our side and takes what the client has still under way, for a moment: a socket that is closed over unread bytes resets the connection,
    /// and the client may lose the error that was sent last.
    /// </summary>
    public async Task DrainAsync()
    {
        using var time = new CancellationTokenSource(DrainTime, _clock);
        var buffer = new byte[4096];
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            while (await _socket.ReceiveAsync(buffer, time.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It is closed in any case.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        Output.Dispose();
        await _input.CompleteAsync().ConfigureAwait(false);
        try
        {
            if (_socket.Connected)
                _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client was faster.
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _sendingSince, Math.Max(_clock.GetTimestamp(), 1));
        try
        {
            await _stream.WriteAsync(Output.Written, cancellationToken).ConfigureAwait(false);
            _metrics.BytesSent.Inc(Output.Length);
            Output.Release();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw new ClientGoneException(e.Message, e);
        }
        finally
        {
            Interlocked.Exchange(ref _sendingSince, 0);
        }
    }
}
