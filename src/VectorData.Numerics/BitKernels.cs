namespace VectorData.Numerics;

/// <summary>Distances of packed bit vectors. Both spans have equal length; padding bits are zero.</summary>
public static class BitKernels
{
    /// <summary>Number of bits that differ.</summary>
    public static int Hamming(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => throw new NotImplementedException();

    /// <summary>1 - |and| / |or|; 1 when no bit is common, two empty vectors included.</summary>
    public static double Jaccard(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => throw new NotImplementedException();

    /// <summary>Number of set bits.</summary>
    public static int PopCount(ReadOnlySpan<byte> bits) => throw new NotImplementedException();

    /// <summary>One bit per element, set where the element is above zero; first element in the highest bit.</summary>
    public static void Quantize(ReadOnlySpan<float> vector, Span<byte> bits) => throw new NotImplementedException();
}
