using System.Runtime.CompilerServices;

namespace VectorData.Index.Hnsw;

/// <summary>A distance and an ordinal in one comparable number: nearer is smaller, ties by ordinal, NaN last.</summary>
internal static class RankKey
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pack(float distance, int ordinal)
    {
        // Negative floats order backwards as integers: flip all their bits, else only the sign.
        var bits = BitConverter.SingleToInt32Bits(distance);
        var ordered = (uint)bits ^ ((uint)(bits >> 31) | 0x8000_0000u);
        return ((ulong)ordered << 32) | (uint)ordinal;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Ordinal(ulong key) => (int)(uint)key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Distance(ulong key)
    {
        var ordered = (uint)(key >> 32);
        var bits = ordered ^ (~(uint)((int)ordered >> 31) | 0x8000_0000u);
        return BitConverter.UInt32BitsToSingle(bits);
    }
}
