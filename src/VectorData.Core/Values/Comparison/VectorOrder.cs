namespace VectorData.Core.Values.Comparison;

/// <summary>The order of vectors and bit strings: by elements, then by length.</summary>
public static class VectorOrder
{
    public static int Compare(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var common = Math.Min(x.Length, y.Length);
        for (var i = 0; i < common; i++)
        {
            if (x[i] < y[i])
                return -1;
            if (x[i] > y[i])
                return 1;
        }

        return x.Length.CompareTo(y.Length);
    }

    public static int Compare(ReadOnlySpan<Half> x, ReadOnlySpan<Half> y)
    {
        var common = Math.Min(x.Length, y.Length);
        for (var i = 0; i < common; i++)
        {
            if (x[i] < y[i])
                return -1;
            if (x[i] > y[i])
                return 1;
        }

        return x.Length.CompareTo(y.Length);
    }

    public static int Compare(SparseVector x, SparseVector y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Compare(x.Dimensions, x.Indices, x.Values, y.Dimensions, y.Indices, y.Values);
    }

    /// <summary>As if both were dense; a missing element is zero.</summary>
    public static int Compare(
        int xDimensions, ReadOnlySpan<int> xIndices, ReadOnlySpan<float> xValues, int yDimensions, ReadOnlySpan<int> yIndices, ReadOnlySpan<float> yValues)
    {
        var common = Math.Min(xDimensions, yDimensions);
        int i = 0, j = 0;
        while (true)
        {
            var nextX = i < xIndices.Length && xIndices[i] < common ? xIndices[i] : int.MaxValue;
            var nextY = j < yIndices.Length && yIndices[j] < common ? yIndices[j] : int.MaxValue;
            if (nextX == int.MaxValue && nextY == int.MaxValue)
                return xDimensions.CompareTo(yDimensions);
            var left = nextX <= nextY ? xValues[i++] : 0f;
            var right = nextY <= nextX ? yValues[j++] : 0f;
            if (left != right)
                return left < right ? -1 : 1;
        }
    }

    public static int Compare(BitString x, BitString y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Compare(x.Bytes, x.Length, y.Bytes, y.Length);
    }

    public static int Compare(ReadOnlySpan<byte> x, int xLength, ReadOnlySpan<byte> y, int yLength)
    {
        var order = x.SequenceCompareTo(y);
        return order != 0 ? order : xLength.CompareTo(yLength);
    }
}
