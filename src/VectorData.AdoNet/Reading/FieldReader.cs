using VectorData.Core.Values;

namespace VectorData.AdoNet.Reading;

internal enum ReadOutcome : byte
{
    Done,

    /// <summary>The column's type has no such form.</summary>
    NotConvertible,

    /// <summary>The type has the form, this value does not fit it.</summary>
    OutOfRange,
}

/// <summary>Reads one non-NULL field of a column as T, without boxing and without loss.</summary>
internal abstract class FieldReader<T>
{
    /// <summary>The reader for T, or null when no column can be read as T.</summary>
    public static readonly FieldReader<T>? Instance = (FieldReader<T>?)FieldReaders.Create(typeof(T));

    /// <summary>Whether NULL reads as default(T) instead of failing.</summary>
    public virtual bool AcceptsNull => false;

    public abstract ReadOutcome TryRead(ColumnVector column, int row, out T value);

    protected static ReadOutcome NotConvertible(out T value)
    {
        value = default!;
        return ReadOutcome.NotConvertible;
    }

    protected static ReadOutcome OutOfRange(out T value)
    {
        value = default!;
        return ReadOutcome.OutOfRange;
    }

    protected static ReadOutcome When(bool fits) => fits ? ReadOutcome.Done : ReadOutcome.OutOfRange;
}
