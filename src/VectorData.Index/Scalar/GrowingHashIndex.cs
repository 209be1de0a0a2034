namespace VectorData.Index.Scalar;

/// <summary>The growable twin of <see cref="HashIndex"/> for a segment in memory: one writer at a time, readers without locks.</summary>
/// <remarks>
/// A slot packs the upper half of the hash with the number of the key's newest entry plus one; entries of a key are chained
/// newest to oldest. Entries never change once a slot names them, and a slot is one aligned 8-byte write, so a reader
/// sees either the state before or after an add.
/// </remarks>
public sealed class GrowingHashIndex
{
    private const int ChunkBits = 10;
    private const int ChunkLength = 1 << ChunkBits;
    private const int ChunkMask = ChunkLength - 1;
    private const int FirstSlots = 16;
    private const int None = -1;

    private volatile long[] _slots = new long[FirstSlots];
    private volatile Entry[][] _chunks = [];
    private int _keys;
    private int _count;

    /// <summary>Number of entries.</summary>
    public int Count => Volatile.Read(ref _count);

    public unsafe long AllocatedBytes => ((long)_slots.Length * sizeof(long)) + ((long)_chunks.Length * ChunkLength * sizeof(Entry));

    /// <summary>Enters an ordinal under a key's hash. One writer at a time.</summary>
    public void Add(ulong hash, int ordinal)
    {
        var slots = _slots;
        if ((_keys + 1) * 2L > slots.Length)
            slots = Grow(slots);
        var at = FindSlot(slots, hash);
        var previous = slots[at] == 0 ? None : EntryOf(slots[at]);
        if (previous == None)
            _keys++;
        var entry = _count;
        if (entry >> ChunkBits == _chunks.Length)
            _chunks = [.. _chunks, new Entry[ChunkLength]];
        _chunks[entry >> ChunkBits][entry & ChunkMask] = new Entry(hash, ordinal, previous);
        Volatile.Write(ref slots[at], Pack(hash, entry));
        Volatile.Write(ref _count, entry + 1);
    }

    /// <summary>The ordinals entered under exactly this hash, newest first. Entries added meanwhile may be missed.</summary>
    public Matches Find(ulong hash)
    {
        var slots = _slots;
        var slot = Volatile.Read(ref slots[FindSlot(slots, hash)]);
        return new Matches(this, slot == 0 ? None : EntryOf(slot));
    }

    private static long Pack(ulong hash, int entry) => (long)((hash & 0xFFFF_FFFF_0000_0000UL) | ((uint)entry + 1));

    private static int EntryOf(long slot) => (int)(uint)slot - 1;

    private int FindSlot(long[] slots, ulong hash)
    {
        var mask = slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            var slot = Volatile.Read(ref slots[at]);
            if (slot == 0)
                return at;
            if ((ulong)slot >> 32 == hash >> 32 && At(EntryOf(slot)).Hash == hash)
                return at;
        }
    }

    private long[] Grow(long[] slots)
    {
        var wider = new long[slots.Length * 2];
        var mask = wider.Length - 1;
        foreach (var slot in slots)
        {
            if (slot == 0)
                continue;
            var at = (int)At(EntryOf(slot)).Hash & mask;
            while (wider[at] != 0)
                at = (at + 1) & mask;
            wider[at] = slot;
        }

        _slots = wider;
        return wider;
    }

    private ref readonly Entry At(int entry) => ref _chunks[entry >> ChunkBits][entry & ChunkMask];

    private readonly struct Entry(ulong hash, int ordinal, int previous)
    {
        public readonly ulong Hash = hash;
        public readonly int Ordinal = ordinal;
        public readonly int Previous = previous;
    }

    /// <summary>Enumerates ordinals without allocating.</summary>
    public ref struct Matches
    {
        private readonly GrowingHashIndex _index;
        private int _entry;

        internal Matches(GrowingHashIndex index, int entry)
        {
            _index = index;
            _entry = entry;
        }

        public int Current { get; private set; }

        public readonly Matches GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_entry == None)
                return false;
            ref readonly var entry = ref _index.At(_entry);
            Current = entry.Ordinal;
            _entry = entry.Previous;
            return true;
        }
    }
}
