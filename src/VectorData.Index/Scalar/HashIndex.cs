using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace VectorData.Index.Scalar;

/// <summary>
/// An immutable table from 64-bit key hash to ordinals, read in place. A lookup may also give ordinals of another key
/// whose hash is alike: the caller compares the keys.
/// <code>
/// header fields: entries, log2 of slots, postings
/// slots     2^log2 x (uint32 upper half of the hash, int32 value); linear probing from the lower half of the hash
///           value: an ordinal; or the complement of a position in the postings; or int.MinValue for an empty slot
/// postings  int32: for each key with several ordinals their number, then the ordinals ascending
/// </code>
/// </summary>
public sealed unsafe class HashIndex
{
    private const string Magic = "VDHASH";
    private const uint FormatVersion = 1;
    private const int Empty = int.MinValue;
    private const int MaxSlotBits = 31;

    private readonly IndexBlock _block;
    private readonly Slot* _slots;
    private readonly uint _slotMask;
    private readonly int* _postings;
    private readonly long _postingCount;
    private readonly int _ordinalCount;

    private HashIndex(IndexBlock block, int ordinalCount)
    {
        Span<long> fields = stackalloc long[3];
        BlockHeader.Read(block, Magic, FormatVersion, fields);
        Count = (int)BlockHeader.Check(Magic, "entry count", fields[0], 0, int.MaxValue);
        var slots = 1L << (int)BlockHeader.Check(Magic, "slot bits", fields[1], 0, MaxSlotBits);
        _postingCount = BlockHeader.Check(Magic, "posting count", fields[2], 0, int.MaxValue);
        var postingsAt = BlockHeader.Align(BlockHeader.Length + (slots * sizeof(Slot)));
        BlockHeader.Check(Magic, "block length", block.Length, postingsAt + (_postingCount * sizeof(int)), long.MaxValue);
        _block = block;
        _slots = (Slot*)(block.Address + BlockHeader.Length);
        _slotMask = (uint)(slots - 1);
        _postings = (int*)(block.Address + postingsAt);
        _ordinalCount = ordinalCount;
    }

    /// <summary>Number of entries.</summary>
    public int Count { get; }

    /// <summary>Checks header and bounds; <see cref="IndexFormatException"/> otherwise. Ordinals given by lookups are below <paramref name="ordinalCount"/>.</summary>
    public static HashIndex Open(IndexBlock block, int ordinalCount)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new HashIndex(block, ordinalCount);
    }

    /// <summary>Builds and writes the block: hash i belongs to ordinal i of <paramref name="ordinals"/>. The spans are sorted in place.</summary>
    public static void Write(Span<ulong> hashes, Span<int> ordinals, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        hashes.Sort(ordinals);
        var (keys, postingCount) = SortRuns(hashes, ordinals);
        var slotBits = keys == 0 ? 0 : Math.Min(MaxSlotBits, BitOperations.Log2((uint)keys) + 1);
        if ((1L << slotBits) * 2 < keys * 3L)
            slotBits = Math.Min(MaxSlotBits, slotBits + 1);
        var slots = new Slot[1L << slotBits];
        var postings = new int[postingCount];
        Fill(hashes, ordinals, slots, postings);

        var slotBytes = (long)slots.Length * sizeof(Slot);
        var postingsAt = BlockHeader.Align(BlockHeader.Length + slotBytes);
        Span<byte> header = stackalloc byte[BlockHeader.Length];
        BlockHeader.Write(header, Magic, FormatVersion, postingsAt + ((long)postingCount * sizeof(int)), [hashes.Length, slotBits, postingCount]);
        var output = new AlignedOutput(writer);
        output.Write(header);
        output.WriteArray<Slot>(slots);
        output.Align();
        output.WriteArray<int>(postings);
    }

    /// <summary>The ordinals entered under the hash (and rarely others), in ascending order per key.</summary>
    public HashMatches Find(ulong hash) => new(this, hash);

    /// <summary>Reads every slot and posting and checks every ordinal; for a database check.</summary>
    public void Verify()
    {
        long entries = 0;
        for (long i = 0; i <= _slotMask; i++)
        {
            var value = _slots[i].Value;
            if (value >= 0)
            {
                CheckOrdinal(value);
                entries++;
            }
            else if (value != Empty)
            {
                var (start, count) = Postings(value);
                for (var p = 0; p < count; p++)
                    CheckOrdinal(start[p]);
                entries += count;
            }
        }

        if (entries != Count)
            throw new IndexFormatException($"{Magic} block: {entries} entries found, the header says {Count}");
    }

    private static (int Keys, int Postings) SortRuns(ReadOnlySpan<ulong> hashes, Span<int> ordinals)
    {
        int keys = 0, postings = 0;
        for (int start = 0, end; start < hashes.Length; start = end, keys++)
        {
            end = RunEnd(hashes, start);
            if (end - start == 1)
                continue;
            ordinals[start..end].Sort();
            postings = checked(postings + 1 + end - start);
        }

        return (keys, postings);
    }

    private static void Fill(ReadOnlySpan<ulong> hashes, ReadOnlySpan<int> ordinals, Slot[] slots, Span<int> postings)
    {
        Array.Fill(slots, new Slot(0, Empty));
        var mask = (uint)(slots.Length - 1);
        var posting = 0;
        for (int start = 0, end; start < hashes.Length; start = end)
        {
            end = RunEnd(hashes, start);
            var value = ordinals[start];
            if (end - start > 1)
            {
                value = ~posting;
                postings[posting++] = end - start;
                ordinals[start..end].CopyTo(postings[posting..]);
                posting += end - start;
            }

            var slot = (uint)hashes[start] & mask;
            while (slots[slot].Value != Empty)
                slot = (slot + 1) & mask;
            slots[slot] = new Slot((uint)(hashes[start] >> 32), value);
        }
    }

    private static int RunEnd(ReadOnlySpan<ulong> hashes, int start)
    {
        var end = start + 1;
        while (end < hashes.Length && hashes[end] == hashes[start])
            end++;
        return end;
    }

    private (Ordinals Start, int Count) Postings(int value)
    {
        long at = ~value;
        if (at >= _postingCount || _postings[at] < 0 || at + 1 + _postings[at] > _postingCount)
            throw new IndexFormatException($"{Magic} block: posting at {at} found, postings end at {_postingCount}");
        return (new Ordinals(_postings + at + 1), _postings[at]);
    }

    private void CheckOrdinal(int ordinal)
    {
        if ((uint)ordinal >= (uint)_ordinalCount)
            throw new IndexFormatException($"{Magic} block: ordinal {ordinal} found, the segment has {_ordinalCount} rows");
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Slot(uint fingerprint, int value)
    {
        public readonly uint Fingerprint = fingerprint;
        public readonly int Value = value;
    }

    private readonly struct Ordinals(int* start)
    {
        private readonly int* _start = start;

        public int this[int i] => _start[i];
    }

    /// <summary>Enumerates ordinals without allocating.</summary>
    public ref struct HashMatches
    {
        private readonly HashIndex _index;
        private readonly uint _fingerprint;
        private uint _slot;
        private long _probesLeft;
        private Ordinals _postings;
        private int _next;
        private int _end;

        internal HashMatches(HashIndex index, ulong hash)
        {
            _index = index;
            _fingerprint = (uint)(hash >> 32);
            _slot = (uint)hash & index._slotMask;
            _probesLeft = index._slotMask + 1L;
        }

        public int Current { get; private set; }

        public readonly HashMatches GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next < _end)
            {
                Give(_postings[_next++]);
                return true;
            }

            while (_probesLeft-- > 0)
            {
                var slot = _index._slots[_slot];
                if (slot.Value == Empty)
                    break;
                _slot = (_slot + 1) & _index._slotMask;
                if (slot.Fingerprint != _fingerprint)
                    continue;
                if (slot.Value >= 0)
                {
                    Give(slot.Value);
                    return true;
                }

                (_postings, _end) = _index.Postings(slot.Value);
                _next = 0;
                if (_end == 0)
                    continue;
                Give(_postings[_next++]);
                return true;
            }

            _probesLeft = 0;
            return false;
        }

        private void Give(int ordinal)
        {
            _index.CheckOrdinal(ordinal);
            Current = ordinal;
        }
    }
}
