using VectorData.AdoNet.Types;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Reading;

internal sealed class ValueReader : FieldReader<Value>
{
    public override bool AcceptsNull => true;

    public override ReadOutcome TryRead(ColumnVector column, int row, out Value value)
    {
        value = column.GetValue(row);
        return ReadOutcome.Done;
    }
}

/// <summary>Any field as the CLR type of its SQL type, boxed: what GetValue gives.</summary>
internal sealed class ObjectReader : FieldReader<object>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out object value)
    {
        value = DBNull.Value;
        return column.Type.Kind switch
        {
            TypeKind.Boolean => Box<bool>(column, row, ref value),
            TypeKind.SmallInt => Box<short>(column, row, ref value),
            TypeKind.Integer => Box<int>(column, row, ref value),
            TypeKind.BigInt => Box<long>(column, row, ref value),
            TypeKind.Real => Box<float>(column, row, ref value),
            TypeKind.Double => Box<double>(column, row, ref value),
            TypeKind.Numeric => Box<decimal>(column, row, ref value),
            TypeKind.Bytea => Box<byte[]>(column, row, ref value),
            TypeKind.Uuid => Box<Guid>(column, row, ref value),
            TypeKind.Date => Box<DateOnly>(column, row, ref value),
            TypeKind.Time => Box<TimeOnly>(column, row, ref value),
            TypeKind.Timestamp or TypeKind.TimestampTz => Box<DateTime>(column, row, ref value),
            TypeKind.Interval => Box<Interval>(column, row, ref value),
            TypeKind.Vector => Box<float[]>(column, row, ref value),
            TypeKind.HalfVec => Box<Half[]>(column, row, ref value),
            TypeKind.SparseVec => Box<SparseVector>(column, row, ref value),
            TypeKind.Bit or TypeKind.VarBit => Box<System.Collections.BitArray>(column, row, ref value),
            TypeKind.Oid or TypeKind.Xid => Box<uint>(column, row, ref value),
            TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector => Box<Array>(column, row, ref value),
            TypeKind.Void => ReadOutcome.Done,
            TypeKind.Record => ReadOutcome.NotConvertible,
            _ => Box<string>(column, row, ref value),
        };
    }

    private static ReadOutcome Box<T>(ColumnVector column, int row, ref object value)
        where T : notnull
    {
        var outcome = FieldReader<T>.Instance!.TryRead(column, row, out var content);
        if (outcome == ReadOutcome.Done)
            value = content;
        return outcome;
    }
}

/// <summary>An array in its natural CLR form: int[], int?[] when it holds NULL, int[,] by its dimensions.</summary>
internal sealed class AnyArrayReader : FieldReader<Array>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out Array value)
    {
        if (!column.Type.IsArray)
            return NotConvertible(out value);
        var array = column.GetValue(row).AsArray();
        var element = TypeMap.ToClrType(array.ElementType);
        if (element.IsValueType && Array.Exists(array.Elements, item => item.IsNull))
            element = typeof(Nullable<>).MakeGenericType(element);
        var type = array.Rank <= 1 ? element.MakeArrayType() : element.MakeArrayType(array.Rank);
        var factory = (IArrayFactory)Activator.CreateInstance(typeof(ArrayFactory<>).MakeGenericType(type))!;
        return factory.TryRead(column, row, out value);
    }

    private interface IArrayFactory
    {
        ReadOutcome TryRead(ColumnVector column, int row, out Array value);
    }

    private sealed class ArrayFactory<TArray> : IArrayFactory
    {
        public ReadOutcome TryRead(ColumnVector column, int row, out Array value)
        {
            var outcome = FieldReader<TArray>.Instance!.TryRead(column, row, out var array);
            value = outcome == ReadOutcome.Done ? (Array)(object)array! : Array.Empty<object>();
            return outcome;
        }
    }
}
