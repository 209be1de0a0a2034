using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Reading;

/// <summary>Elements of an array or dense vector as a column, so that every element conversion is the one of a field.</summary>
internal static class ArrayElements
{
    public static bool TryGet(ColumnVector column, int row, out ColumnVector elements, out int[] lengths)
    {
        switch (column.Type.Kind)
        {
            case TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector:
                var array = column.GetValue(row).AsArray();
                var builder = ColumnBuilder.For(array.ElementType, array.Elements.Length);
                foreach (var element in array.Elements)
                    builder.Append(element);
                elements = builder.Build();
                lengths = array.Rank == 0 ? [0] : array.Lengths;
                return true;
            case TypeKind.Vector:
                var vector = column.GetValue(row).AsVector();
                elements = new FixedColumn<float>(SqlType.Real, vector);
                lengths = [vector.Length];
                return true;
            case TypeKind.HalfVec:
                elements = new FixedColumn<float>(SqlType.Real, Array.ConvertAll(column.GetValue(row).AsHalfVector(), half => (float)half));
                lengths = [elements.Length];
                return true;
            default:
                elements = column;
                lengths = [];
                return false;
        }
    }

    public static ReadOutcome TryRead<T>(ColumnVector elements, FieldReader<T> reader, Span<T> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            if (elements.IsNull(i))
            {
                if (default(T) is not null)
                    return ReadOutcome.OutOfRange;
                destination[i] = default!;
                continue;
            }

            var outcome = reader.TryRead(elements, i, out destination[i]);
            if (outcome != ReadOutcome.Done)
                return outcome;
        }

        return ReadOutcome.Done;
    }
}

/// <summary>One-dimensional arrays and vectors; an array with NULL elements needs a nullable T.</summary>
internal sealed class ArrayReader<T> : FieldReader<T[]>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out T[] value)
    {
        if (!ArrayElements.TryGet(column, row, out var elements, out var lengths))
            return NotConvertible(out value);
        if (lengths.Length != 1)
            return OutOfRange(out value);
        value = new T[elements.Length];
        return ArrayElements.TryRead(elements, ElementReader.For<T>(), value.AsSpan());
    }
}

internal sealed class ListReader<TList, T> : FieldReader<TList>
{
    private readonly ArrayReader<T> _arrays = new();

    public override ReadOutcome TryRead(ColumnVector column, int row, out TList value)
    {
        var outcome = _arrays.TryRead(column, row, out var array);
        value = outcome == ReadOutcome.Done ? (TList)(object)new List<T>(array) : default!;
        return outcome;
    }
}

/// <summary>Arrays of as many dimensions as TArray has.</summary>
internal sealed class MultiDimensionalArrayReader<TArray, T> : FieldReader<TArray>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out TArray value)
    {
        if (!column.Type.IsArray || !ArrayElements.TryGet(column, row, out var elements, out var lengths))
            return NotConvertible(out value);
        if (elements.Length == 0)
            lengths = new int[typeof(TArray).GetArrayRank()];
        if (lengths.Length != typeof(TArray).GetArrayRank())
            return OutOfRange(out value);
        var flat = new T[elements.Length];
        var outcome = ArrayElements.TryRead(elements, ElementReader.For<T>(), flat.AsSpan());
        value = outcome == ReadOutcome.Done ? (TArray)(object)Shape(flat, lengths) : default!;
        return outcome;
    }

    private static Array Shape(T[] flat, int[] lengths)
    {
        var array = Array.CreateInstance(typeof(T), lengths);
        var indices = new int[lengths.Length];
        foreach (var element in flat)
        {
            array.SetValue(element, indices);
            for (var i = indices.Length - 1; i >= 0 && ++indices[i] == lengths[i]; i--)
                indices[i] = 0;
        }

        return array;
    }
}

internal static class ElementReader
{
    public static FieldReader<T> For<T>() => FieldReader<T>.Instance!;
}

internal sealed class SqlArrayReader : FieldReader<SqlArray>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out SqlArray value)
    {
        if (!column.Type.IsArray)
            return NotConvertible(out value);
        value = column.GetValue(row).AsArray();
        return ReadOutcome.Done;
    }
}
