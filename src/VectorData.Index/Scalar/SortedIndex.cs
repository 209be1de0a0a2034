using System.Buffers;

namespace VectorData.Index.Scalar;

/// <summary>A bound of a range search.</summary>
public interface IKeyBound
{
    /// <summary>Sign of key(ordinal) compared with the bound.</summary>
    int CompareKeyAt(int ordinal);
}

/// <summary>
/// An immutable permutation of ordinals in key order, ties by ordinal; keys stay in the column and are compared by callback.
/// <code>
/// header fields: entries
/// ordinals  int32 per entry
/// </code>
/// </summary>
public sealed unsafe class SortedIndex
{
    private const string Magic = "VDSORT";
    private const uint FormatVersion = 1;

    private readonly IndexBlock _block;
    private readonly int* _ordinals;
    private readonly int _ordinalCount;

    private SortedIndex(IndexBlock block, int ordinalCount)
    {
        Span<long> fields = stackalloc long[1];
        BlockHeader.Read(block, Magic, FormatVersion, fields);
        Count = (int)BlockHeader.Check(Magic, "entry count", fields[0], 0, int.MaxValue);
        BlockHeader.Check(Magic, "block length", block.Length, BlockHeader.Length + ((long)Count * sizeof(int)), long.MaxValue);
        _block = block;
        _ordinals = (int*)(block.Address + BlockHeader.Length);
        _ordinalCount = ordinalCount;
    }

    /// <summary>Number of entries.</summary>
    public int Count { get; }

    /// <summary>The ordinal at a position in key order.</summary>
    public int this[int position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Count, nameof(position));
            var ordinal = _ordinals[position];
            GC.KeepAlive(_block);
            if ((uint)ordinal >= (uint)_ordinalCount)
                throw new IndexFormatException($"{Magic} block: ordinal {ordinal} found at {position}, the segment has {_ordinalCount} rows");
            return ordinal;
        }
    }

    /// <summary>Checks header and bounds; <see cref="IndexFormatException"/> otherwise. Ordinals given are below <paramref name="ordinalCount"/>.</summary>
    public static SortedIndex Open(IndexBlock block, int ordinalCount)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new SortedIndex(block, ordinalCount);
    }

    /// <summary>Sorts the ordinals in place by key (<paramref name="comparer"/> compares the keys at two ordinals) and writes the block.</summary>
    public static void Write<TComparer>(Span<int> ordinals, TComparer comparer, IBufferWriter<byte> writer)
        where TComparer : IComparer<int>
    {
        ArgumentNullException.ThrowIfNull(writer);
        ordinals.Sort(new TiesByOrdinal<TComparer>(comparer));
        Span<byte> header = stackalloc byte[BlockHeader.Length];
        BlockHeader.Write(header, Magic, FormatVersion, BlockHeader.Length + ((long)ordinals.Length * sizeof(int)), [ordinals.Length]);
        var output = new AlignedOutput(writer);
        output.Write(header);
        output.WriteArray<int>(ordinals);
    }

    /// <summary>First position whose key is not below the bound.</summary>
    public int LowerBound<TBound>(TBound bound)
        where TBound : IKeyBound, allows ref struct
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) / 2);
            if (bound.CompareKeyAt(this[middle]) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>First position whose key is above the bound.</summary>
    public int UpperBound<TBound>(TBound bound)
        where TBound : IKeyBound, allows ref struct
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) / 2);
            if (bound.CompareKeyAt(this[middle]) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Copies the ordinals from a position on, in key order.</summary>
    public void CopyTo(int position, Span<int> ordinals)
    {
        for (var i = 0; i < ordinals.Length; i++)
            ordinals[i] = this[position + i];
    }

    /// <summary>Checks every ordinal, and the order when a comparer is given; for a database check.</summary>
    public void Verify(IComparer<int>? comparer = null)
    {
        for (var i = 0; i < Count; i++)
        {
            var ordinal = this[i];
            if (comparer is not null && i > 0 && comparer.Compare(this[i - 1], ordinal) > 0)
                throw new IndexFormatException($"{Magic} block: keys at positions {i - 1} and {i} are out of order");
        }
    }

    private readonly struct TiesByOrdinal<TComparer>(TComparer comparer) : IComparer<int>
        where TComparer : IComparer<int>
    {
        private readonly TComparer _comparer = comparer;

        public int Compare(int x, int y)
        {
            var order = _comparer.Compare(x, y);
            return order != 0 ? order : x.CompareTo(y);
        }
    }
}
