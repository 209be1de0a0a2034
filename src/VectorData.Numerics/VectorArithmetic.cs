namespace VectorData.Numerics;

/// <summary>Element-wise arithmetic. All spans have equal length; overflow gives infinity, which callers check with <see cref="AllFinite(ReadOnlySpan{float})"/>.</summary>
public static class VectorArithmetic
{
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination) => throw new NotImplementedException();

    public static void Subtract(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination) => throw new NotImplementedException();

    public static void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination) => throw new NotImplementedException();

    public static void Add(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right, Span<Half> destination) => throw new NotImplementedException();

    public static void Subtract(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right, Span<Half> destination) => throw new NotImplementedException();

    public static void Multiply(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right, Span<Half> destination) => throw new NotImplementedException();

    /// <summary>Whether no element is NaN or infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<float> vector) => throw new NotImplementedException();

    /// <summary>Whether no element is NaN or infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<Half> vector) => throw new NotImplementedException();
}
