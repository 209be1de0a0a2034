using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Storage.Tables;

/// <summary>
/// Columns and values in log records and manifests:
/// <code>
/// type     u8 kind, u8 element kind, i32 modifier
/// column   type, i32 rows, u8 nulls (1: rows bytes follow, 1 for NULL), then
///          fixed width: rows x width bytes as in memory
///          otherwise:   rows x i32 length, the rows' bytes one after another
/// value    type, u8 null; unless null: a column of one row
/// </code>
/// </summary>
internal static class ColumnCodec
{
    public static void Write(RecordWriter writer, SqlType type)
    {
        writer.Byte((byte)type.Kind);
        writer.Byte((byte)type.Element);
        writer.Int32(type.Modifier);
    }

    public static SqlType ReadType(RecordReader reader)
    {
        var kind = (TypeKind)reader.Byte();
        var element = (TypeKind)reader.Byte();
        return new SqlType(kind, reader.Int32(), element);
    }

    public static void Write(RecordWriter writer, in Value value)
    {
        Write(writer, value.Type);
        writer.Bool(value.IsNull);
        if (!value.IsNull)
            Write(writer, ColumnBuilder.Repeat(value, value.Type, 1));
    }

    public static Value ReadValue(RecordReader reader)
    {
        var type = ReadType(reader);
        return reader.Bool() ? Value.Null(type) : ReadColumn(reader).GetValue(0);
    }

    /// <summary>Large memory of the column is referenced by the record, not copied.</summary>
    public static void Write(RecordWriter writer, ColumnVector column)
    {
        Write(writer, column.Type);
        writer.Int32(column.Length);
        var hasNulls = column.MayHaveNulls && column.Nulls.Span.Contains((byte)1);
        writer.Bool(hasNulls);
        if (hasNulls)
            writer.Raw(column.Nulls);
        switch (column)
        {
            case FixedColumn<bool> c:
                writer.Raw(c.Values);
                break;
            case FixedColumn<short> c:
                writer.Raw(c.Values);
                break;
            case FixedColumn<int> c:
                writer.Raw(c.Values);
                break;
            case FixedColumn<long> c:
                writer.Raw(c.Values);
                break;
            case FixedColumn<float> c:
                writer.Raw(c.Values);
                break;
            case FixedColumn<double> c:
                writer.Raw(c.Values);
                break;
            case FixedColumn<decimal> c:
                writer.Raw(c.Values);
                break;
            case FixedColumn<Guid> c:
                writer.Raw(c.Values);
                break;
            case FixedColumn<Interval> c:
                writer.Raw(c.Values);
                break;
            case DenseVectorColumn<float> c:
                writer.Raw(c.Values);
                break;
            case DenseVectorColumn<Half> c:
                writer.Raw(c.Values);
                break;
            case BytesColumn c:
                WriteBytes(writer, c);
                break;
            default:
                throw new ArgumentException($"columns of {column.GetType()} cannot be stored", nameof(column));
        }
    }

    public static ColumnVector ReadColumn(RecordReader reader)
    {
        var type = ReadType(reader);
        var rows = reader.Count(0);
        var nulls = reader.Bool() ? reader.Array<byte>(rows) : default(ReadOnlyMemory<byte>);
        return type.Physical switch
        {
            PhysicalType.Boolean => new FixedColumn<bool>(type, reader.Array<bool>(rows), nulls),
            PhysicalType.Int16 => new FixedColumn<short>(type, reader.Array<short>(rows), nulls),
            PhysicalType.Int32 => new FixedColumn<int>(type, reader.Array<int>(rows), nulls),
            PhysicalType.Int64 => new FixedColumn<long>(type, reader.Array<long>(rows), nulls),
            PhysicalType.Float32 => new FixedColumn<float>(type, reader.Array<float>(rows), nulls),
            PhysicalType.Float64 => new FixedColumn<double>(type, reader.Array<double>(rows), nulls),
            PhysicalType.Decimal => new FixedColumn<decimal>(type, reader.Array<decimal>(rows), nulls),
            PhysicalType.Guid => new FixedColumn<Guid>(type, reader.Array<Guid>(rows), nulls),
            PhysicalType.Interval => new FixedColumn<Interval>(type, reader.Array<Interval>(rows), nulls),
            PhysicalType.DenseFloat32 => new DenseVectorColumn<float>(type, reader.Array<float>((long)rows * type.Modifier), rows, nulls),
            PhysicalType.DenseFloat16 => new DenseVectorColumn<Half>(type, reader.Array<Half>((long)rows * type.Modifier), rows, nulls),
            _ => ReadBytes(reader, type, rows, nulls),
        };
    }

    private static void WriteBytes(RecordWriter writer, BytesColumn column)
    {
        for (var row = 0; row < column.Length; row++)
            writer.Int32(column.IsNull(row) ? 0 : column.GetSpan(row).Length);
        for (var row = 0; row < column.Length; row++)
            if (!column.IsNull(row))
                writer.Raw(column.GetMemory(row));
    }

    private static SlicedBytesColumn ReadBytes(RecordReader reader, SqlType type, int rows, ReadOnlyMemory<byte> nulls)
    {
        var lengths = reader.Array<int>(rows);
        var slices = new ReadOnlyMemory<byte>[rows];
        for (var row = 0; row < rows; row++)
            slices[row] = lengths[row] == 0 ? default : reader.Array<byte>(lengths[row]);
        return new SlicedBytesColumn(type, slices, nulls);
    }
}
