namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// A property that holds a vector of so many dimensions: float[] and ReadOnlyMemory&lt;float&gt; become <c>vector(n)</c>, Half[] <c>halfvec(n)</c>,
/// SparseVector <c>sparsevec(n)</c>, BitArray <c>bit(n)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class VectorAttribute(int dimensions) : Attribute
{
    public int Dimensions { get; } = dimensions;
}
