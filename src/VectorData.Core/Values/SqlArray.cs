using VectorData.Core.Schema;

namespace VectorData.Core.Values;

/// <summary>An array value: elements in row-major order, a length and a lower bound for each dimension (none for the empty array).</summary>
public sealed class SqlArray
{
    public const int MaxRank = 6;

    public SqlArray(SqlType elementType, Value[] elements)
        : this(elementType, elements, elements.Length == 0 ? [] : [elements.Length], elements.Length == 0 ? [] : [1])
    {
    }

    public SqlArray(SqlType elementType, Value[] elements, int[] lengths, int[] lowerBounds)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(lowerBounds);
        if (lengths.Length != lowerBounds.Length)
            throw new ArgumentException("each dimension has a length and a lower bound", nameof(lowerBounds));
        long count = lengths.Length == 0 ? 0 : 1;
        foreach (var length in lengths)
            count *= length;
        if (count != elements.Length)
            throw new ArgumentException($"the dimensions hold {count} elements, not {elements.Length}", nameof(lengths));
        ElementType = elementType;
        Elements = elements;
        Lengths = lengths;
        LowerBounds = lowerBounds;
    }

    public SqlType ElementType { get; }

    public Value[] Elements { get; }

    public int[] Lengths { get; }

    public int[] LowerBounds { get; }

    public int Rank => Lengths.Length;
}
