using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using VectorData.Core.Errors;
using VectorData.PgWire.Messages;

namespace VectorData.PgWire.Framing;

/// <summary>
/// Cuts a byte stream into messages. A length is checked against the limit of its message type before anything is kept, and memory for a large message
/// grows with the bytes that have come, not with the length that was claimed.
/// </summary>
public sealed class FrameReader(PipeReader input, int maxMessageSize = FrameReader.DefaultMaxMessageSize) : IDisposable
{
    public const int DefaultMaxMessageSize = 256 << 20;

    /// <summary>Limit of messages that carry a name at most.</summary>
    public const int MaxSmallMessageSize = 30_000;

    /// <summary>Limit of passwords and SASL tokens.</summary>
    public const int MaxAuthenticationSize = 65_535;

    private const int MaxStartupSize = 10_000;
    private const int HeaderSize = 5;

    // Messages up to here are awaited in the pipe, larger ones are gathered outside of it.
    private const int InPipeSize = 16 << 10;
    private byte[] _gathered = [];
    private int _gatheredCount;
    private int _gatheredNeeded;
    private SequencePosition _consumed;
    private bool _holdsPipe;

    /// <summary>The type of the message that <see cref="ReadAsync"/> or <see cref="TryRead"/> found.</summary>
    public FrontendMessageType Type { get; private set; }

    /// <summary>Its content; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Until authentication has ended messages are limited as PostgreSQL limits tokens.</summary>
    public bool IsAuthenticating { get; set; }

    /// <summary>The next message; false when the client has closed the connection between messages. Throws a fatal 08P01 for bytes that are no message.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        ReleaseFrame();
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (TryTake(result.Buffer))
                return true;
            if (result.IsCanceled)
                throw new OperationCanceledException("the read was cancelled", cancellationToken);
            if (!result.IsCompleted)
                continue;
            return result.Buffer.IsEmpty && _gatheredNeeded == 0
                ? false
                : throw new ProtocolViolationException("unexpected end of stream within a message", isFatal: true);
        }
    }

    /// <summary>The next message if it has come in full already.</summary>
    public bool TryRead()
    {
        ReleaseFrame();
        return input.TryRead(out var result) && TryTake(result.Buffer);
    }

    /// <summary>The first packet, which has no type; null when the client closed without one. Throws a fatal 08P01 for what is none.</summary>
    public async ValueTask<StartupPacket?> ReadStartupAsync(CancellationToken cancellationToken)
    {
        ReleaseFrame();
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Length >= 4)
            {
                var length = ReadLength(buffer);
                if (length is < 8 or > MaxStartupSize)
                    throw new ProtocolViolationException("invalid length of startup packet", isFatal: true);
                if (buffer.Length >= length)
                {
                    var body = buffer.Slice(4, length - 4).ToArray();
                    input.AdvanceTo(buffer.GetPosition(length));
                    return StartupPacket.Parse(body);
                }
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCanceled)
                throw new OperationCanceledException("the read was cancelled", cancellationToken);
            if (result.IsCompleted)
                return buffer.IsEmpty ? null : throw new ProtocolViolationException("incomplete startup packet", isFatal: true);
        }
    }

    /// <summary>Gives memory back; the message that was read last is no longer valid.</summary>
    public void Dispose() => ReleaseFrame();

    private static int ReadLength(ReadOnlySequence<byte> buffer)
    {
        Span<byte> bytes = stackalloc byte[4];
        buffer.Slice(0, 4).CopyTo(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private bool TryTake(ReadOnlySequence<byte> buffer)
    {
        if (_gatheredNeeded > 0)
            return Gather(buffer);
        if (buffer.Length < HeaderSize)
        {
            input.AdvanceTo(buffer.Start, buffer.End);
            return false;
        }

        var type = (FrontendMessageType)buffer.FirstSpan[0];
        var length = ReadLength(buffer.Slice(1));
        CheckLength(type, length);
        Type = type;
        var whole = length + 1L;
        if (buffer.Length >= whole)
        {
            TakeFrom(buffer, length - 4);
            return true;
        }

        if (length <= InPipeSize)
        {
            input.AdvanceTo(buffer.Start, buffer.End);
            return false;
        }

        _gatheredNeeded = length - 4;
        _gatheredCount = 0;
        return Gather(buffer.Slice(HeaderSize));
    }

    private void TakeFrom(ReadOnlySequence<byte> buffer, int length)
    {
        var body = buffer.Slice(HeaderSize, length);
        _consumed = body.End;
        if (body.IsSingleSegment)
        {
            Body = body.First;
            _holdsPipe = true;
            return;
        }

        EnsureGathered(length);
        body.CopyTo(_gathered);
        Body = _gathered.AsMemory(0, length);
        input.AdvanceTo(_consumed);
    }

    private bool Gather(ReadOnlySequence<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, _gatheredNeeded - _gatheredCount);
        EnsureGathered(_gatheredCount + count);
        var taken = buffer.Slice(0, count);
        taken.CopyTo(_gathered.AsSpan(_gatheredCount));
        _gatheredCount += count;
        input.AdvanceTo(taken.End);
        if (_gatheredCount < _gatheredNeeded)
            return false;
        Body = _gathered.AsMemory(0, _gatheredNeeded);
        _gatheredNeeded = 0;
        return true;
    }

    private void EnsureGathered(int count)
    {
        if (count <= _gathered.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(count, Math.Min(_gathered.Length * 2L, Array.MaxLength)));
        _gathered.AsSpan(0, _gatheredCount).CopyTo(larger);
        if (_gathered.Length > 0)
            ArrayPool<byte>.Shared.Return(_gathered);
        _gathered = larger;
    }

    private void ReleaseFrame()
    {
        Body = default;
        if (_holdsPipe)
            input.AdvanceTo(_consumed);
        _holdsPipe = false;
        if (_gathered.Length == 0 || _gatheredNeeded > 0)
            return;
        ArrayPool<byte>.Shared.Return(_gathered);
        _gathered = [];
        _gatheredCount = 0;
    }

    private void CheckLength(FrontendMessageType type, int length)
    {
        if (!Enum.IsDefined(type))
            throw new ProtocolViolationException($"invalid frontend message type {(byte)type}", isFatal: true);
        if (length < 4)
            throw new ProtocolViolationException($"invalid message length {length}", isFatal: true);
        var limit = type switch
        {
            FrontendMessageType.Query or FrontendMessageType.Parse or FrontendMessageType.Bind or FrontendMessageType.CopyData
                or FrontendMessageType.FunctionCall => maxMessageSize,
            FrontendMessageType.Password => MaxAuthenticationSize,
            _ => MaxSmallMessageSize,
        };
        if (IsAuthenticating)
            limit = Math.Min(limit, MaxAuthenticationSize);
        if (length <= limit)
            return;
        if (limit < maxMessageSize)
            throw new ProtocolViolationException($"invalid message length {length}: at most {limit} bytes are taken for this message", isFatal: true);
        throw new VectorDbException(SqlStates.ProgramLimitExceeded, $"message of {length} bytes exceeds the limit of {limit} bytes")
        {
            Severity = "FATAL",
            Hint = "Raise the server's --max-message-size, or send less in one message.",
        };
    }
}
