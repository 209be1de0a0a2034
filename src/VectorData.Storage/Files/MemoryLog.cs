namespace VectorData.Storage.Files;

/// <summary>A log in memory.</summary>
public sealed class MemoryLog : ILog
{
    private const int SmallGroup = 1 << 20;

    private readonly Lock _changing = new();
    private readonly List<Piece> _pieces = [];

    public MemoryLog(Guid id, long start = 0)
    {
        Id = id;
        Start = start;
        End = start;
        Durable = start;
    }

    public Guid Id { get; }

    public long Start { get; private set; }

    public long End { get; private set; }

    public long Durable { get; private set; }

    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var total = parts.Sum(part => (long)part.Length);
        lock (_changing)
        {
            if (total <= SmallGroup)
                Add(Join(parts, (int)total));
            else
                foreach (var part in parts)
                    Add(part.ToArray());
        }
    }

    public void Sync()
    {
        lock (_changing)
            Durable = End;
    }

    public int Read(long position, Span<byte> destination)
    {
        lock (_changing)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(position, Start);
            var read = 0;
            for (var i = Find(position); i < _pieces.Count && read < destination.Length; i++)
            {
                var piece = _pieces[i].Bytes.Span[(int)(position + read - _pieces[i].Position)..];
                var take = Math.Min(piece.Length, destination.Length - read);
                piece[..take].CopyTo(destination[read..]);
                read += take;
            }

            return read;
        }
    }

    public void TrimBefore(long position)
    {
        lock (_changing)
        {
            var first = Find(Math.Min(position, End));
            _pieces.RemoveRange(0, first);
            Start = _pieces.Count > 0 ? _pieces[0].Position : End;
        }
    }

    public void CutTail(long position)
    {
        lock (_changing)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(position, Start);
            while (_pieces.Count > 0 && _pieces[^1].Position >= position)
                _pieces.RemoveAt(_pieces.Count - 1);
            if (_pieces.Count > 0 && _pieces[^1].End > position)
                _pieces[^1] = _pieces[^1] with { Bytes = _pieces[^1].Bytes[..(int)(position - _pieces[^1].Position)] };
            End = Math.Min(End, position);
            Durable = End;
        }
    }

    public LogPlace Locate(long position) => new("log", position);

    public void Dispose()
    {
    }

    /// <summary>Index of the piece that holds the position, or the number of pieces.</summary>
    private int Find(long position)
    {
        int low = 0, high = _pieces.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_pieces[middle].End <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Add(byte[] bytes)
    {
        if (bytes.Length > 0)
            _pieces.Add(new Piece(End, bytes));
        End += bytes.Length;
    }

    private static byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> parts, int total)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(total);
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(bytes.AsMemory(at));
            at += part.Length;
        }

        return bytes;
    }

    private readonly record struct Piece(long Position, ReadOnlyMemory<byte> Bytes)
    {
        public long End => Position + Bytes.Length;
    }
}
