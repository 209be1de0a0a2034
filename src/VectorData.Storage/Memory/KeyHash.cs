using System.Buffers;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Storage.Memory;

/// <summary>
/// 64-bit hashes of index keys. They stand in files: equal keys hash alike in every version (1.0 and 1.00, 0.0 and -0.0, all NaNs,
/// a month and 30 days). A key of several columns combines theirs in order.
/// </summary>
internal static class KeyHash
{
    public const ulong Seed = 0x9AE16A3B2F90404F;

    private const ulong NullHash = 0x4CF5AD432745937F;
    private const int StackBytes = 512;

    /// <summary>Takes one more key column into the rows' hashes and marks rows where it is NULL.</summary>
    public static void Add(ColumnVector column, Span<ulong> hashes, Span<bool> nulls)
    {
        switch (column)
        {
            case FixedColumn<bool> c:
                AddFixed(c, hashes);
                break;
            case FixedColumn<short> c:
                AddFixed(c, hashes);
                break;
            case FixedColumn<int> c:
                AddFixed(c, hashes);
                break;
            case FixedColumn<long> c:
                AddFixed(c, hashes);
                break;
            case FixedColumn<float> c:
                AddFixed(c, hashes);
                break;
            case FixedColumn<double> c:
                AddFixed(c, hashes);
                break;
            case FixedColumn<decimal> c:
                AddFixed(c, hashes);
                break;
            case FixedColumn<Guid> c:
                AddFixed(c, hashes);
                break;
            case FixedColumn<Interval> c:
                AddFixed(c, hashes);
                break;
            case BytesColumn c:
                for (var row = 0; row < hashes.Length; row++)
                    if (!c.IsNull(row))
                        hashes[row] = Combine(hashes[row], XxHash3.HashToUInt64(c.GetSpan(row)));
                break;
            case DenseVectorColumn<float> c:
                for (var row = 0; row < hashes.Length; row++)
                    if (!c.IsNull(row))
                        hashes[row] = Combine(hashes[row], XxHash3.HashToUInt64(MemoryMarshal.AsBytes(c.GetRow(row))));
                break;
            case DenseVectorColumn<Half> c:
                for (var row = 0; row < hashes.Length; row++)
                    if (!c.IsNull(row))
                        hashes[row] = Combine(hashes[row], XxHash3.HashToUInt64(MemoryMarshal.AsBytes(c.GetRow(row))));
                break;
        }

        if (!column.MayHaveNulls)
            return;
        for (var row = 0; row < hashes.Length; row++)
        {
            if (!column.IsNull(row))
                continue;
            nulls[row] = true;
            hashes[row] = Combine(hashes[row], NullHash);
        }
    }

    /// <summary>Takes one more value into a key's hash; agrees with the column form. The value has the column's type.</summary>
    public static ulong Add(ulong hash, in Value value) => Combine(hash, value.IsNull ? NullHash : Of(value));

    private static void AddFixed<T>(FixedColumn<T> column, Span<ulong> hashes)
        where T : unmanaged
    {
        var values = column.Span;
        if (!column.MayHaveNulls)
        {
            for (var row = 0; row < hashes.Length; row++)
                hashes[row] = Combine(hashes[row], Of(values[row]));
            return;
        }

        for (var row = 0; row < hashes.Length; row++)
            if (!column.IsNull(row))
                hashes[row] = Combine(hashes[row], Of(values[row]));
    }

    private static ulong Of(in Value value) => value.Type.Physical switch
    {
        PhysicalType.Boolean => Of(value.AsBoolean()),
        PhysicalType.Int16 => Of(value.AsInt16()),
        PhysicalType.Int32 => Of(value.AsInt32()),
        PhysicalType.Int64 => Of(value.AsInt64()),
        PhysicalType.Float32 => Of(value.AsSingle()),
        PhysicalType.Float64 => Of(value.AsDouble()),
        PhysicalType.Decimal => Of(value.AsDecimal()),
        PhysicalType.Guid => Of(value.AsGuid()),
        PhysicalType.Interval => Of(value.AsInterval()),
        _ when value.Type.IsText => OfText(value.AsString()),
        _ => XxHash3.HashToUInt64(BytesCodec.Encode(value)),
    };

    private static ulong OfText(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= StackBytes)
        {
            Span<byte> bytes = stackalloc byte[StackBytes];
            return XxHash3.HashToUInt64(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        var hash = XxHash3.HashToUInt64(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Of<T>(T value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(bool))
            return Unsafe.As<T, bool>(ref value) ? 1UL : 0UL;
        if (typeof(T) == typeof(short))
            return (ulong)Unsafe.As<T, short>(ref value);
        if (typeof(T) == typeof(int))
            return (ulong)Unsafe.As<T, int>(ref value);
        if (typeof(T) == typeof(long))
            return (ulong)Unsafe.As<T, long>(ref value);
        if (typeof(T) == typeof(float))
            return OfDouble(Unsafe.As<T, float>(ref value));
        if (typeof(T) == typeof(double))
            return OfDouble(Unsafe.As<T, double>(ref value));
        if (typeof(T) == typeof(decimal))
            return OfDecimal(Unsafe.As<T, decimal>(ref value));
        if (typeof(T) == typeof(Interval))
            return OfWide(Unsafe.As<T, Interval>(ref value).Span);
        return OfWide(Unsafe.As<T, Int128>(ref value));
    }

    private static ulong OfDouble(double value) =>
        value == 0 ? 0 : double.IsNaN(value) ? NullHash + 1 : BitConverter.DoubleToUInt64Bits(value);

    // Dividing by one with 28 decimals takes trailing zeros away, so that equal numbers have equal bits.
    private static ulong OfDecimal(decimal value) => value == 0
        ? 0
        : OfWide(Unsafe.BitCast<decimal, Int128>(value / 1.0000000000000000000000000000m));

    private static ulong OfWide(Int128 value) => Combine((ulong)value, (ulong)(value >> 64));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Combine(ulong hash, ulong value)
    {
        var mixed = (BitOperations.RotateLeft(hash, 23) ^ value) * 0x9FB21C651E98DF25;
        mixed ^= mixed >> 32;
        mixed *= 0xD6E8FEB86659FD93;
        return mixed ^ (mixed >> 29);
    }
}
