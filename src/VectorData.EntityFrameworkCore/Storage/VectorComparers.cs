using System.Collections;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>Comparing by content, so that a change of an element is a change of the entity.</summary>
internal static class VectorComparers
{
    public static readonly ValueComparer Bytes = OfArray<byte>();
    public static readonly ValueComparer Floats = OfArray<float>();
    public static readonly ValueComparer Halves = OfArray<Half>();
    public static readonly ValueComparer FloatMemory = OfMemory<float>();
    public static readonly ValueComparer HalfMemory = OfMemory<Half>();

    public static readonly ValueComparer Bits = new ValueComparer<BitArray>(
        (left, right) => SameBits(left, right), bits => HashOfBits(bits), bits => new BitArray(bits));

    private static ValueComparer<T[]> OfArray<T>() => new(
        (left, right) => left == right || (left != null && right != null && SameElements<T>(left, right)),
        array => Hash<T>(array),
        array => (T[])array.Clone());

    private static ValueComparer<ReadOnlyMemory<T>> OfMemory<T>() => new(
        (left, right) => SameElements(left, right),
        memory => Hash(memory),
        memory => memory.ToArray());

    private static bool SameElements<T>(ReadOnlyMemory<T> left, ReadOnlyMemory<T> right) => left.Span.SequenceEqual(right.Span);

    private static int Hash<T>(ReadOnlyMemory<T> elements)
    {
        var hash = new HashCode();
        foreach (var element in elements.Span)
            hash.Add(element);
        return hash.ToHashCode();
    }

    private static bool SameBits(BitArray? left, BitArray? right)
    {
        if (left is null || right is null || left.Length != right.Length)
            return ReferenceEquals(left, right);
        for (var i = 0; i < left.Length; i++)
            if (left[i] != right[i])
                return false;
        return true;
    }

    private static int HashOfBits(BitArray bits)
    {
        var hash = new HashCode();
        foreach (bool bit in bits)
            hash.Add(bit);
        return hash.ToHashCode();
    }
}
