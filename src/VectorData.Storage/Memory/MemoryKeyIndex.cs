using VectorData.Index.Scalar;

namespace VectorData.Storage.Memory;

/// <summary>Rows of a segment in memory by the hash of their key. One writer, readers without locks.</summary>
internal sealed class MemoryKeyIndex(IndexKey key)
{
    // Most transactions insert a few rows: a short list is looked through faster than a table is made.
    private const int FewRows = 64;
    private const int FirstRows = 4;

    private volatile Entry[] _few = new Entry[FirstRows];
    private volatile GrowingHashIndex? _many;
    private int _count;

    public IndexKey Key { get; } = key;

    public int Count => Volatile.Read(ref _count);

    public long Bytes => _many?.AllocatedBytes ?? (long)_few.Length * 16;

    public void Add(ReadOnlySpan<ulong> hashes, ReadOnlySpan<bool> skipped, int firstOrdinal)
    {
        for (var i = 0; i < hashes.Length; i++)
            if (!skipped[i])
                Add(hashes[i], firstOrdinal + i);
    }

    /// <summary>Adds ordinals whose keys may equal the one hashed: the caller compares.</summary>
    public void Find(ulong hash, int rows, List<int> candidates)
    {
        if (_many is { } many)
        {
            foreach (var ordinal in many.Find(hash))
                if (ordinal < rows)
                    candidates.Add(ordinal);
            return;
        }

        var count = Count;
        var few = _few;
        for (var i = 0; i < Math.Min(count, few.Length); i++)
            if (few[i].Hash == hash && few[i].Ordinal < rows)
                candidates.Add(few[i].Ordinal);
    }

    /// <summary>Whether a row with this hash was entered. Not beside a writer.</summary>
    public bool Contains(ulong hash)
    {
        if (_many is { } many)
        {
            foreach (var _ in many.Find(hash))
                return true;
            return false;
        }

        for (var i = 0; i < _count; i++)
            if (_few[i].Hash == hash)
                return true;
        return false;
    }

    private void Add(ulong hash, int ordinal)
    {
        if (_many is { } many)
        {
            many.Add(hash, ordinal);
            Volatile.Write(ref _count, _count + 1);
            return;
        }

        var few = _few;
        if (_count == FewRows)
        {
            var table = new GrowingHashIndex();
            foreach (var entry in few.AsSpan(0, _count))
                table.Add(entry.Hash, entry.Ordinal);
            table.Add(hash, ordinal);
            // The list stays: a reader that did not see the table yet still looks through it.
            _many = table;
        }
        else
        {
            if (_count == few.Length)
            {
                Array.Resize(ref few, few.Length * 2);
                few[_count] = new Entry(hash, ordinal);
                _few = few;
            }

            few[_count] = new Entry(hash, ordinal);
        }

        Volatile.Write(ref _count, _count + 1);
    }

    private readonly record struct Entry(ulong Hash, int Ordinal);
}
