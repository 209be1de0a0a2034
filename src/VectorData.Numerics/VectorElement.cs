namespace VectorData.Numerics;

/// <summary>How the elements of a vector are stored. Values are part of the index file format.</summary>
public enum VectorElement
{
    /// <summary>float per dimension.</summary>
    Float32 = 1,

    /// <summary>Half per dimension.</summary>
    Float16 = 2,

    /// <summary>One bit per dimension, eight to a byte, first dimension in the highest bit, last byte padded with zeros.</summary>
    Bit = 3,

    /// <summary>Pairs of ascending zero-based index and float value.</summary>
    Sparse = 4,
}

/// <summary>Which metrics exist for which element.</summary>
public static class VectorElements
{
    /// <summary>Whether <paramref name="metric"/> is defined for vectors of <paramref name="element"/>.</summary>
    public static bool Supports(this VectorElement element, VectorMetric metric) => element switch
    {
        VectorElement.Float32 or VectorElement.Float16 or VectorElement.Sparse => metric is >= VectorMetric.L2 and <= VectorMetric.L1,
        VectorElement.Bit => metric is VectorMetric.Hamming or VectorMetric.Jaccard,
        _ => false,
    };
}
