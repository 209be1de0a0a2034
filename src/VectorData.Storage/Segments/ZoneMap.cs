using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Storage.Segments;

/// <summary>What is known of up to 4,096 rows of a column without reading them.</summary>
internal readonly struct ZoneMap
{
    private readonly ZoneEntry _entry;

    internal ZoneMap(SqlType type, in ZoneEntry entry)
    {
        Type = type;
        _entry = entry;
    }

    public SqlType Type { get; }

    /// <summary>Rows that are NULL.</summary>
    public int NullCount => _entry.NullCount;

    /// <summary>Whether a row is NaN; NaN is above every bound and not in <see cref="Max"/>.</summary>
    public bool HasNaN => (_entry.Flags & ZoneFlags.HasNaN) != 0;

    /// <summary>Whether there is a lower bound (and, but for a NaN or <see cref="HasMaxBytes"/>, an upper one). False also when every row is NULL or NaN.</summary>
    public bool HasBounds => (_entry.Flags & ZoneFlags.HasBounds) != 0;

    /// <summary>The least value of a fixed-width column; needs <see cref="HasBounds"/>.</summary>
    public Value Min => Fixed(_entry.Min);

    /// <summary>The greatest value but NaN of a fixed-width column; needs <see cref="HasBounds"/>.</summary>
    public Value Max => Fixed(_entry.Max);

    /// <summary>Text and bytea: no row is below these bytes, in byte order; needs <see cref="HasBounds"/>.</summary>
    public byte[] MinBytes => Bytes(_entry.Min, _entry.MinLength);

    /// <summary>Whether <see cref="MaxBytes"/> is an upper bound.</summary>
    public bool HasMaxBytes => HasBounds && (_entry.Flags & ZoneFlags.NoUpperBound) == 0;

    /// <summary>Text and bytea: no row is above these bytes, in byte order; needs <see cref="HasMaxBytes"/>.</summary>
    public byte[] MaxBytes => Bytes(_entry.Max, _entry.MaxLength);

    private static byte[] Bytes(in Bound bound, int length) => MemoryMarshal.AsBytes(new ReadOnlySpan<Bound>(in bound))[..length].ToArray();

    private Value Fixed(in Bound bound) => Type.Physical switch
    {
        PhysicalType.Boolean => Of<bool>(bound),
        PhysicalType.Int16 => Of<short>(bound),
        PhysicalType.Int32 => Of<int>(bound),
        PhysicalType.Int64 => Of<long>(bound),
        PhysicalType.Float32 => Of<float>(bound),
        PhysicalType.Float64 => Of<double>(bound),
        PhysicalType.Decimal => Of<decimal>(bound),
        PhysicalType.Guid => Of<Guid>(bound),
        PhysicalType.Interval => Of<Interval>(bound),
        _ => throw new InvalidOperationException($"zones of {Type} have bounds in bytes"),
    };

    private Value Of<T>(in Bound bound)
        where T : unmanaged => new FixedColumn<T>(Type, new[] { bound.Read<T>() }).GetValue(0);
}

/// <summary>16 bytes: a fixed-width value or the beginning of a longer one.</summary>
[InlineArray(16)]
internal struct Bound
{
    private byte _first;

    public static Bound Of<T>(T value)
        where T : unmanaged
    {
        Bound bound = default;
        MemoryMarshal.Write(bound, in value);
        return bound;
    }

    public static Bound Of(ReadOnlySpan<byte> bytes)
    {
        Bound bound = default;
        bytes.CopyTo(bound);
        return bound;
    }

    public readonly T Read<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(this);
}

[Flags]
internal enum ZoneFlags : byte
{
    None = 0,
    HasBounds = 1,
    HasNaN = 2,
    NoUpperBound = 4,
}

/// <summary>
/// A zone as it stands in the file:
/// <code>
///  0  4  rows that are NULL
///  4  1  flags
///  5  1  bytes of min used by text and bytea
///  6  1  bytes of max used by text and bytea
///  7  1  zero
///  8 16  min: the value in its fixed-width form, or the first 16 bytes of the least one
/// 24 16  max: the value, or bytes that no row is above
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ZoneEntry
{
    public const int Size = 40;

    public int NullCount;
    public ZoneFlags Flags;
    public byte MinLength;
    public byte MaxLength;
    public byte Reserved;
    public Bound Min;
    public Bound Max;
}
