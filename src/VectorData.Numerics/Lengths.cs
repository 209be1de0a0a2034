using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace VectorData.Numerics;

internal static class Lengths
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MustBeEqual(long left, long right)
    {
        if (left != right)
            Throw(left, right);
    }

    [DoesNotReturn]
    private static void Throw(long left, long right) => throw new ArgumentException($"different vector dimensions {left} and {right}");
}
