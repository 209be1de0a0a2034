using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Reading;

/// <summary>vector and (widened) halfvec; real[] otherwise.</summary>
internal sealed class SingleArrayReader : FieldReader<float[]>
{
    private readonly ArrayReader<float> _arrays = new();

    public override ReadOutcome TryRead(ColumnVector column, int row, out float[] value)
    {
        switch (column)
        {
            case DenseVectorColumn<float> vectors:
                value = vectors.GetRow(row).ToArray();
                return ReadOutcome.Done;
            case DenseVectorColumn<Half> halves:
                value = Widen(halves.GetRow(row));
                return ReadOutcome.Done;
            case BytesColumn bytes when column.Type.Kind == TypeKind.Vector:
                value = MemoryMarshal.Cast<byte, float>(bytes.GetSpan(row)).ToArray();
                return ReadOutcome.Done;
            case BytesColumn bytes when column.Type.Kind == TypeKind.HalfVec:
                value = Widen(MemoryMarshal.Cast<byte, Half>(bytes.GetSpan(row)));
                return ReadOutcome.Done;
            default:
                return _arrays.TryRead(column, row, out value);
        }
    }

    private static float[] Widen(ReadOnlySpan<Half> halves)
    {
        var floats = new float[halves.Length];
        for (var i = 0; i < floats.Length; i++)
            floats[i] = (float)halves[i];
        return floats;
    }
}

internal sealed class HalfArrayReader : FieldReader<Half[]>
{
    private readonly ArrayReader<Half> _arrays = new();

    public override ReadOutcome TryRead(ColumnVector column, int row, out Half[] value)
    {
        switch (column)
        {
            case DenseVectorColumn<Half> halves:
                value = halves.GetRow(row).ToArray();
                return ReadOutcome.Done;
            case BytesColumn bytes when column.Type.Kind == TypeKind.HalfVec:
                value = MemoryMarshal.Cast<byte, Half>(bytes.GetSpan(row)).ToArray();
                return ReadOutcome.Done;
            default:
                return _arrays.TryRead(column, row, out value);
        }
    }
}

internal sealed class SparseVectorReader : FieldReader<SparseVector>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out SparseVector value)
    {
        if (column.Type.Kind != TypeKind.SparseVec)
            return NotConvertible(out value);
        value = column.GetValue(row).AsSparseVector();
        return ReadOutcome.Done;
    }
}

internal sealed class BitStringReader : FieldReader<BitString>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out BitString value)
    {
        if (!column.Type.IsBitString)
            return NotConvertible(out value);
        value = column.GetValue(row).AsBitString();
        return ReadOutcome.Done;
    }
}

/// <summary>A field read as TSource, seen as T.</summary>
internal sealed class MappedReader<TSource, T>(FieldReader<TSource> source, Func<TSource, T> map) : FieldReader<T>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out T value)
    {
        var outcome = source.TryRead(column, row, out var content);
        value = outcome == ReadOutcome.Done ? map(content) : default!;
        return outcome;
    }
}
