using System.Buffers;

namespace VectorData.Index.Scalar;

/// <summary>A bound of a range search.</summary>
public interface IKeyBound
{
    /// <summary>Sign of key(ordinal) compared with the bound.</summary>
    int CompareKeyAt(int ordinal);
}

/// <summary>An immutable permutation of ordinals in key order, ties by ordinal; keys stay in the column and are compared by callback.</summary>
public sealed class SortedIndex
{
    private SortedIndex()
    {
    }

    /// <summary>Number of entries.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Checks header and bounds; <see cref="IndexFormatException"/> otherwise. Ordinals given are below <paramref name="ordinalCount"/>.</summary>
    public static SortedIndex Open(IndexBlock block, int ordinalCount) => throw new NotImplementedException();

    /// <summary>Sorts the ordinals in place by key (<paramref name="comparer"/> compares the keys at two ordinals) and writes the block.</summary>
    public static void Write<TComparer>(Span<int> ordinals, TComparer comparer, IBufferWriter<byte> writer)
        where TComparer : IComparer<int> => throw new NotImplementedException();

    /// <summary>The ordinal at a position in key order.</summary>
    public int this[int position] => throw new NotImplementedException();

    /// <summary>First position whose key is not below the bound.</summary>
    public int LowerBound<TBound>(TBound bound)
        where TBound : IKeyBound, allows ref struct => throw new NotImplementedException();

    /// <summary>First position whose key is above the bound.</summary>
    public int UpperBound<TBound>(TBound bound)
        where TBound : IKeyBound, allows ref struct => throw new NotImplementedException();

    /// <summary>Copies the ordinals from a position on, in key order.</summary>
    public void CopyTo(int position, Span<int> ordinals) => throw new NotImplementedException();
}
