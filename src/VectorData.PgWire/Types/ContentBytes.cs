using System.Buffers;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.PgWire.Types;

/// <summary>The bytes in which columns hold values, and values and builders made from them.</summary>
internal static class ContentBytes
{
    /// <summary>The content of a row that is not NULL, in place.</summary>
    public static ReadOnlySpan<byte> Of(ColumnVector column, int row) => column switch
    {
        BytesColumn bytes => bytes.GetSpan(row),
        FixedColumn<long> fixedColumn => Row(fixedColumn, row),
        FixedColumn<int> fixedColumn => Row(fixedColumn, row),
        FixedColumn<double> fixedColumn => Row(fixedColumn, row),
        DenseVectorColumn<float> dense => MemoryMarshal.AsBytes(dense.GetRow(row)),
        FixedColumn<float> fixedColumn => Row(fixedColumn, row),
        FixedColumn<bool> fixedColumn => Row(fixedColumn, row),
        FixedColumn<short> fixedColumn => Row(fixedColumn, row),
        FixedColumn<decimal> fixedColumn => Row(fixedColumn, row),
        FixedColumn<Guid> fixedColumn => Row(fixedColumn, row),
        FixedColumn<Interval> fixedColumn => Row(fixedColumn, row),
        DenseVectorColumn<Half> dense => MemoryMarshal.AsBytes(dense.GetRow(row)),
        _ => throw new ArgumentException($"a column of {column.GetType().Name} has no content bytes", nameof(column)),
    };

    /// <summary>Appends a content to the builder of a column.</summary>
    public static void Append(ColumnBuilder builder, ReadOnlySpan<byte> content)
    {
        switch (builder)
        {
            case BytesColumnBuilder bytes:
                bytes.Append(content);
                break;
            case DenseVectorColumnBuilder<float> dense:
                dense.Append(MemoryMarshal.Cast<byte, float>(content));
                break;
            case DenseVectorColumnBuilder<Half> dense:
                dense.Append(MemoryMarshal.Cast<byte, Half>(content));
                break;
            case FixedColumnBuilder<bool> values:
                values.Append(content[0] != 0);
                break;
            case FixedColumnBuilder<short> values:
                values.Append(MemoryMarshal.Read<short>(content));
                break;
            case FixedColumnBuilder<int> values:
                values.Append(MemoryMarshal.Read<int>(content));
                break;
            case FixedColumnBuilder<long> values:
                values.Append(MemoryMarshal.Read<long>(content));
                break;
            case FixedColumnBuilder<float> values:
                values.Append(MemoryMarshal.Read<float>(content));
                break;
            case FixedColumnBuilder<double> values:
                values.Append(MemoryMarshal.Read<double>(content));
                break;
            default:
                builder.Append(ToValue(builder.Type, content));
                break;
        }
    }

    public static Value ToValue(SqlType type, ReadOnlySpan<byte> content) => type.Kind switch
    {
        TypeKind.Vector or TypeKind.HalfVec => BytesCodec.Decode(type, content),
        _ => type.Unmodified.FixedWidth > 0 ? BytesCodec.FromFixedBytes(type, content) : BytesCodec.Decode(type, content),
    };

    /// <summary>Writes the content of a value that is not NULL.</summary>
    public static void Write(in Value value, IBufferWriter<byte> content)
    {
        if (value.Type.Kind is not (TypeKind.Vector or TypeKind.HalfVec) && value.Type.Unmodified.FixedWidth is > 0 and var width)
        {
            Span<byte> bytes = stackalloc byte[16];
            BytesCodec.FixedBytes(value, bytes);
            content.Write(bytes[..width]);
        }
        else
        {
            BytesCodec.Encode(value, content);
        }
    }

    private static ReadOnlySpan<byte> Row<T>(FixedColumn<T> column, int row)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(column.Span.Slice(row, 1));
}
