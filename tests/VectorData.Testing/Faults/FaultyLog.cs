using VectorData.Storage.Files;

namespace VectorData.Testing.Faults;

/// <summary>A log that fails as a <see cref="FaultPlan"/> says and knows what a power cut would leave of it.</summary>
public sealed class FaultyLog(ILog inner, FaultPlan faults) : ILog
{
    private const int Sector = 512;

    private readonly List<(long Position, byte Mask)> _flips = [];
    private long _end = inner.End;
    private bool _isNew = inner.End == 0;

    public Guid Id => inner.Id;

    public long Start => inner.Start;

    public long End => Volatile.Read(ref _end);

    public long Durable => Math.Min(inner.Durable, End);

    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        if (inner.End > End)
            inner.CutTail(End);
        var bytes = parts.Sum(part => (long)part.Length);
        var failure = faults.PassWrite(FaultOperation.AppendLog, "log", bytes, out var through);
        inner.Append(Take(parts, through));
        if (failure is not null)
            throw failure;
        Volatile.Write(ref _end, inner.End);
    }

    public void Sync()
    {
        if (inner.Durable == End && !_isNew)
            return;
        faults.Delay();
        faults.Pass(FaultOperation.SyncLog, "log");
        inner.Sync();
        _isNew = false;
    }

    public int Read(long position, Span<byte> destination)
    {
        faults.ThrowIfDead("log");
        return ReadAnyway(position, destination[..(int)Math.Min(destination.Length, End - position)]);
    }

    public void TrimBefore(long position)
    {
        faults.Pass(FaultOperation.TrimLog, "log");
        inner.TrimBefore(position);
    }

    public void CutTail(long position)
    {
        faults.Pass(FaultOperation.CutLog, "log");
        inner.CutTail(position);
        Volatile.Write(ref _end, position);
    }

    public LogPlace Locate(long position) => inner.Locate(position);

    public void Flip(long position, byte mask) => _flips.Add((position, mask));

    public void Dispose() => inner.Dispose();

    internal MemoryLog Survivor(PowerCut cut)
    {
        var start = inner.Start;
        var synced = inner.Durable;
        var tail = inner.End - synced;
        var bytes = new byte[checked((int)(synced - start + Math.Min(tail, cut.KeptBytes)))];
        ReadAnyway(start, bytes);
        if (cut.LostSectors is { } random)
            for (var at = (int)(synced - start); at < bytes.Length; at += Sector)
                if (random.Next(2) == 0)
                    bytes.AsSpan(at, Math.Min(Sector, bytes.Length - at)).Clear();
        // A log that was never synced may not be there at all: the next one has another id.
        var log = new MemoryLog(_isNew && cut.KeptBytes == 0 ? Guid.NewGuid() : Id, start);
        log.Append([bytes]);
        return log;
    }

    private int ReadAnyway(long position, Span<byte> destination)
    {
        var read = inner.Read(position, destination);
        foreach (var (flipped, mask) in _flips)
            if (flipped >= position && flipped < position + read)
                destination[(int)(flipped - position)] ^= mask;
        return read;
    }

    private static List<ReadOnlyMemory<byte>> Take(IReadOnlyList<ReadOnlyMemory<byte>> parts, long bytes)
    {
        var taken = new List<ReadOnlyMemory<byte>>(parts.Count);
        foreach (var part in parts)
        {
            taken.Add(part[..(int)Math.Min(part.Length, bytes)]);
            bytes -= taken[^1].Length;
        }

        return taken;
    }
}
