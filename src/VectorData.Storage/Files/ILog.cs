namespace VectorData.Storage.Files;

/// <summary>
/// An endless sequence of bytes, addressed by position, that grows at its end and is trimmed at its start.
/// Append, Sync, CutTail and TrimBefore are called by one thread at a time; Read may run beside them.
/// </summary>
public interface ILog : IDisposable
{
    /// <summary>Chosen when the log was created; tells logs of different databases apart.</summary>
    Guid Id { get; }

    /// <summary>Position of the first byte that is kept.</summary>
    long Start { get; }

    /// <summary>Position after the last byte.</summary>
    long End { get; }

    /// <summary>Everything before this position is known to have been synced.</summary>
    long Durable { get; }

    /// <summary>Writes the parts one after another at <see cref="End"/>. When it fails, <see cref="End"/> is unchanged and what lies behind it is undefined until <see cref="CutTail"/>.</summary>
    void Append(IReadOnlyList<ReadOnlyMemory<byte>> parts);

    /// <summary>Returns when every appended byte is durable, and the log's id with them.</summary>
    void Sync();

    /// <summary>Reads up to destination.Length bytes; fewer only at <see cref="End"/>.</summary>
    int Read(long position, Span<byte> destination);

    /// <summary>Gives up storage below the position; <see cref="Start"/> becomes that position or one before it.</summary>
    void TrimBefore(long position);

    /// <summary>Makes the position the durable end of the log; bytes behind it never come back.</summary>
    void CutTail(long position);

    /// <summary>The file and offset that hold a position, for messages.</summary>
    LogPlace Locate(long position);
}

/// <summary>Where a log position lies.</summary>
public readonly record struct LogPlace(string File, long Offset);
