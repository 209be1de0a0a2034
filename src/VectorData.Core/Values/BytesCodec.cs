using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values;

/// <summary>
/// The stored form of values of variable length, all little-endian:
/// <code>
/// text, varchar, char, json, jsonb   UTF-8
/// bytea                              the bytes
/// vector, halfvec (no dimensions)    float32 or float16 elements
/// sparsevec                          int32 dimensions, int32 n, n x int32 index (0-based, ascending), n x float32
/// bit, varbit                        int32 bits, ceil(bits / 8) bytes
/// array                              byte element kind, byte rank, rank x (int32 length, int32 lower bound),
///                                    elements: byte 0 = NULL | byte 1 + fixed width | byte 1 + int32 length + bytes
/// regclass and its like              uint32 oid, UTF-8 name
/// </code>
/// </summary>
public static class BytesCodec
{
    public static byte[] Encode(in Value value)
    {
        if (value.Type.Kind == TypeKind.Bytea)
            return value.AsBytes();
        var writer = new ArrayBufferWriter<byte>(64);
        Encode(value, writer);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a value whose type has <see cref="PhysicalType.Bytes"/> layout, or a vector of any declared dimensions.</summary>
    public static void Encode(in Value value, IBufferWriter<byte> writer)
    {
        switch (value.Type.Kind)
        {
            case TypeKind.Bytea:
                writer.Write(value.AsBytes());
                break;
            case TypeKind.Vector:
                writer.Write(MemoryMarshal.AsBytes<float>(value.AsVector()));
                break;
            case TypeKind.HalfVec:
                writer.Write(MemoryMarshal.AsBytes<Half>(value.AsHalfVector()));
                break;
            case TypeKind.SparseVec:
                EncodeSparse(value.AsSparseVector(), writer);
                break;
            case TypeKind.Bit or TypeKind.VarBit:
                var bits = value.AsBitString();
                WriteInt32(writer, bits.Length);
                writer.Write(bits.Bytes);
                break;
            case >= TypeKind.RegClass and <= TypeKind.RegCollation:
                BinaryPrimitives.WriteUInt32LittleEndian(writer.GetSpan(4), value.AsObjectName().Oid);
                writer.Advance(4);
                Encoding.UTF8.GetBytes(value.AsObjectName().Name, writer);
                break;
            case TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector:
                EncodeArray(value.AsArray(), writer);
                break;
            default:
                Encoding.UTF8.GetBytes(value.AsString(), writer);
                break;
        }
    }

    /// <summary>Reads what <see cref="Encode(in Value, IBufferWriter{byte})"/> wrote; damaged bytes give XX001.</summary>
    public static Value Decode(SqlType type, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return type.Kind switch
            {
                TypeKind.Bytea => Value.FromContent(type, bytes.ToArray()),
                TypeKind.Vector => Value.FromContent(type, MemoryMarshal.Cast<byte, float>(bytes).ToArray()),
                TypeKind.HalfVec => Value.FromContent(type, MemoryMarshal.Cast<byte, Half>(bytes).ToArray()),
                TypeKind.SparseVec => Value.FromContent(type, DecodeSparse(bytes)),
                TypeKind.Bit or TypeKind.VarBit => Value.FromContent(
                    type, new BitString(BinaryPrimitives.ReadInt32LittleEndian(bytes), bytes[4..].ToArray())),
                >= TypeKind.RegClass and <= TypeKind.RegCollation => Value.FromContent(
                    type, new ObjectName(BinaryPrimitives.ReadUInt32LittleEndian(bytes), Encoding.UTF8.GetString(bytes[4..]))),
                TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector => Value.FromContent(type, DecodeArray(type.ElementType, bytes)),
                _ => Value.FromContent(type, Encoding.UTF8.GetString(bytes)),
            };
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new VectorDbException(SqlStates.DataCorrupted, $"stored value of type {type} is damaged: {e.Message}", e);
        }
    }

    /// <summary>The indices and values of a stored sparsevec, in place.</summary>
    public static (int Dimensions, int NonZeroCount) SparseParts(
        ReadOnlySpan<byte> bytes, out ReadOnlySpan<int> indices, out ReadOnlySpan<float> values)
    {
        var dimensions = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        indices = MemoryMarshal.Cast<byte, int>(bytes.Slice(8, checked(count * 4)));
        values = MemoryMarshal.Cast<byte, float>(bytes.Slice(8 + (count * 4), count * 4));
        return (dimensions, count);
    }

    /// <summary>The packed bits of a stored bit string, in place.</summary>
    public static ReadOnlySpan<byte> BitParts(ReadOnlySpan<byte> bytes, out int length)
    {
        length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return bytes[4..];
    }

    private static void EncodeSparse(SparseVector vector, IBufferWriter<byte> writer)
    {
        WriteInt32(writer, vector.Dimensions);
        WriteInt32(writer, vector.NonZeroCount);
        writer.Write(MemoryMarshal.AsBytes(vector.Indices));
        writer.Write(MemoryMarshal.AsBytes(vector.Values));
    }

    private static SparseVector DecodeSparse(ReadOnlySpan<byte> bytes)
    {
        var (dimensions, _) = SparseParts(bytes, out var indices, out var values);
        return new SparseVector(dimensions, indices.ToArray(), values.ToArray());
    }

    private static void EncodeArray(SqlArray array, IBufferWriter<byte> writer)
    {
        writer.Write([(byte)array.ElementType.Kind, (byte)array.Rank]);
        for (var i = 0; i < array.Rank; i++)
        {
            WriteInt32(writer, array.Lengths[i]);
            WriteInt32(writer, array.LowerBounds[i]);
        }

        var width = array.ElementType.Unmodified.FixedWidth;
        Span<byte> buffer = stackalloc byte[16];
        foreach (var element in array.Elements)
        {
            writer.Write([(byte)(element.IsNull ? 0 : 1)]);
            if (element.IsNull)
                continue;
            if (width > 0)
            {
                FixedBytes(element, buffer);
                writer.Write(buffer[..width]);
            }
            else
            {
                var bytes = Encode(element);
                WriteInt32(writer, bytes.Length);
                writer.Write(bytes);
            }
        }
    }

    private static SqlArray DecodeArray(SqlType elementType, ReadOnlySpan<byte> bytes)
    {
        var rank = bytes[1];
        var at = 2;
        var lengths = new int[rank];
        var lowerBounds = new int[rank];
        var count = rank == 0 ? 0 : 1;
        for (var i = 0; i < rank; i++, at += 8)
        {
            lengths[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            lowerBounds[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]);
            count = checked(count * lengths[i]);
        }

        if (count < 0 || count > bytes.Length)
            throw new ArgumentException($"{count} elements in {bytes.Length} bytes");
        var elements = new Value[count];
        var width = elementType.Unmodified.FixedWidth;
        for (var i = 0; i < count; i++)
        {
            if (bytes[at++] == 0)
            {
                elements[i] = Value.Null(elementType);
                continue;
            }

            var length = width > 0 ? width : BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            at += width > 0 ? 0 : 4;
            var content = bytes.Slice(at, length);
            elements[i] = width > 0 ? FromFixedBytes(elementType, content) : Decode(elementType, content);
            at += length;
        }

        return new SqlArray(elementType, elements, lengths, lowerBounds);
    }

    /// <summary>Writes a fixed-width value's little-endian bytes to the start of <paramref name="destination"/> (16 bytes or more).</summary>
    public static void FixedBytes(in Value value, Span<byte> destination)
    {
        var width = value.Type.Unmodified.FixedWidth;
        var content = value.Fixed<Int128>();
        MemoryMarshal.AsBytes(new ReadOnlySpan<Int128>(in content))[..width].CopyTo(destination);
    }

    /// <summary>Reads what <see cref="FixedBytes"/> wrote.</summary>
    public static Value FromFixedBytes(SqlType type, ReadOnlySpan<byte> bytes) => type.Unmodified.Physical switch
    {
        PhysicalType.Boolean => Value.FromFixed(type, bytes[0] != 0),
        PhysicalType.Int16 => Value.FromFixed(type, MemoryMarshal.Read<short>(bytes)),
        PhysicalType.Int32 => Value.FromFixed(type, MemoryMarshal.Read<int>(bytes)),
        PhysicalType.Int64 => Value.FromFixed(type, MemoryMarshal.Read<long>(bytes)),
        PhysicalType.Float32 => Value.FromFixed(type, MemoryMarshal.Read<float>(bytes)),
        PhysicalType.Float64 => Value.FromFixed(type, MemoryMarshal.Read<double>(bytes)),
        PhysicalType.Decimal => Value.FromFixed(type, ReadDecimal(bytes)),
        PhysicalType.Guid => Value.FromFixed(type, MemoryMarshal.Read<Guid>(bytes)),
        PhysicalType.Interval => Value.FromFixed(type, MemoryMarshal.Read<Interval>(bytes)),
        _ => throw new ArgumentException($"type {type} is not of fixed width"),
    };

    // A decimal with bits that the runtime never makes would fail far from here: rebuild it through the checking constructor.
    private static decimal ReadDecimal(ReadOnlySpan<byte> bytes) =>
        new(decimal.GetBits(MemoryMarshal.Read<decimal>(bytes)));

    private static void WriteInt32(IBufferWriter<byte> writer, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(writer.GetSpan(4), value);
        writer.Advance(4);
    }
}
