using System.Numerics;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;

namespace VectorData.Core.Values;

/// <summary>Gathers values into a <see cref="ColumnVector"/>. <see cref="Build"/> hands the memory over; the builder starts anew.</summary>
public abstract class ColumnBuilder(SqlType type)
{
    private byte[] _nulls = [];
    private bool _hasNulls;

    public SqlType Type { get; } = type;

    public int Length { get; private protected set; }

    public static ColumnBuilder For(SqlType type, int capacity = 0) => type.Physical switch
    {
        PhysicalType.Boolean => new FixedColumnBuilder<bool>(type, capacity),
        PhysicalType.Int16 => new FixedColumnBuilder<short>(type, capacity),
        PhysicalType.Int32 => new FixedColumnBuilder<int>(type, capacity),
        PhysicalType.Int64 => new FixedColumnBuilder<long>(type, capacity),
        PhysicalType.Float32 => new FixedColumnBuilder<float>(type, capacity),
        PhysicalType.Float64 => new FixedColumnBuilder<double>(type, capacity),
        PhysicalType.Decimal => new FixedColumnBuilder<decimal>(type, capacity),
        PhysicalType.Guid => new FixedColumnBuilder<Guid>(type, capacity),
        PhysicalType.Interval => new FixedColumnBuilder<Interval>(type, capacity),
        PhysicalType.DenseFloat32 => new DenseVectorColumnBuilder<float>(type, capacity),
        PhysicalType.DenseFloat16 => new DenseVectorColumnBuilder<Half>(type, capacity),
        _ => new BytesColumnBuilder(type, capacity),
    };

    /// <summary>A column of one value repeated.</summary>
    public static ColumnVector Repeat(in Value value, SqlType type, int length)
    {
        var builder = For(type, length);
        for (var i = 0; i < length; i++)
            builder.Append(value);
        return builder.Build();
    }

    /// <summary>Appends a value of this type (or NULL).</summary>
    public void Append(in Value value)
    {
        if (value.IsNull)
            AppendNull();
        else
            AppendNonNull(value);
    }

    public void AppendNull()
    {
        MarkNull(Length);
        AppendDefault();
    }

    /// <summary>Appends row <paramref name="row"/> of a column with the same physical type.</summary>
    public void AppendFrom(ColumnVector source, int row)
    {
        if (source.IsNull(row))
            AppendNull();
        else
            AppendRow(source, row);
    }

    /// <summary>Appends all rows that <paramref name="rows"/> names.</summary>
    public virtual void AppendFrom(ColumnVector source, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            AppendFrom(source, row);
    }

    /// <summary>Appends a whole column.</summary>
    public virtual void AppendAll(ColumnVector source)
    {
        for (var row = 0; row < source.Length; row++)
            AppendFrom(source, row);
    }

    public abstract ColumnVector Build();

    private protected abstract void AppendDefault();

    private protected abstract void AppendNonNull(in Value value);

    private protected abstract void AppendRow(ColumnVector source, int row);

    private protected void AppendNulls(ColumnVector source)
    {
        if (!source.MayHaveNulls)
            return;
        var nulls = source.Nulls.Span;
        for (var i = 0; i < nulls.Length; i++)
            if (nulls[i] != 0)
                MarkNull(Length + i);
    }

    private protected ReadOnlyMemory<byte> TakeNulls()
    {
        if (!_hasNulls)
            return default;
        if (_nulls.Length < Length)
            Array.Resize(ref _nulls, Length);
        var nulls = _nulls.AsMemory(0, Length);
        _nulls = [];
        _hasNulls = false;
        return nulls;
    }

    private protected static void EnsureCapacity<T>(ref T[] array, long needed)
    {
        if (needed <= array.Length)
            return;
        var capacity = Math.Max(needed, Math.Min(array.Length * 2L, Array.MaxLength));
        Array.Resize(ref array, (int)Math.Max(16, Math.Min(capacity, Array.MaxLength)));
    }

    private void MarkNull(int row)
    {
        if (row >= _nulls.Length)
            Array.Resize(ref _nulls, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(row + 1, 64)));
        _nulls[row] = 1;
        _hasNulls = true;
    }
}

public sealed class FixedColumnBuilder<T>(SqlType type, int capacity = 0) : ColumnBuilder(type)
    where T : unmanaged
{
    private T[] _values = capacity == 0 ? [] : new T[capacity];

    public void Append(T value)
    {
        EnsureCapacity(ref _values, Length + 1L);
        _values[Length++] = value;
    }

    public override void AppendAll(ColumnVector source)
    {
        AppendNulls(source);
        EnsureCapacity(ref _values, (long)Length + source.Length);
        ((FixedColumn<T>)source).Span.CopyTo(_values.AsSpan(Length));
        Length += source.Length;
    }

    public override ColumnVector Build()
    {
        var column = new FixedColumn<T>(Type, _values.AsMemory(0, Length), TakeNulls());
        _values = [];
        Length = 0;
        return column;
    }

    private protected override void AppendDefault() => Append(default(T));

    private protected override void AppendNonNull(in Value value) => Append(value.Fixed<T>());

    private protected override void AppendRow(ColumnVector source, int row) => Append(((FixedColumn<T>)source).Span[row]);
}

public sealed class DenseVectorColumnBuilder<T>(SqlType type, int capacity = 0) : ColumnBuilder(type)
    where T : unmanaged
{
    private readonly int _dimensions = type.Modifier;
    private T[] _values = capacity == 0 ? [] : new T[checked(capacity * type.Modifier)];

    /// <summary>Appends one row of exactly the column's dimensions.</summary>
    public void Append(ReadOnlySpan<T> row)
    {
        if (row.Length != _dimensions)
            throw new ArgumentException($"expected {_dimensions} dimensions, not {row.Length}", nameof(row));
        EnsureCapacity(ref _values, (Length + 1L) * _dimensions);
        row.CopyTo(_values.AsSpan(Length * _dimensions));
        Length++;
    }

    public override void AppendAll(ColumnVector source)
    {
        AppendNulls(source);
        EnsureCapacity(ref _values, ((long)Length + source.Length) * _dimensions);
        ((DenseVectorColumn<T>)source).Values.Span.CopyTo(_values.AsSpan(Length * _dimensions));
        Length += source.Length;
    }

    public override ColumnVector Build()
    {
        var column = new DenseVectorColumn<T>(Type, _values.AsMemory(0, Length * _dimensions), Length, TakeNulls());
        _values = [];
        Length = 0;
        return column;
    }

    private protected override void AppendDefault()
    {
        EnsureCapacity(ref _values, (Length + 1L) * _dimensions);
        _values.AsSpan(Length * _dimensions, _dimensions).Clear();
        Length++;
    }

    private protected override void AppendNonNull(in Value value)
    {
        if (typeof(T) == typeof(float))
            Append(MemoryMarshal.Cast<float, T>(value.AsVector()));
        else
            Append(MemoryMarshal.Cast<Half, T>(value.AsHalfVector()));
    }

    private protected override void AppendRow(ColumnVector source, int row) => Append(((DenseVectorColumn<T>)source).GetRow(row));
}

public sealed class BytesColumnBuilder(SqlType type, int capacity = 0) : ColumnBuilder(type)
{
    private readonly List<ReadOnlyMemory<byte>> _large = [];
    private uint[] _offsets = new uint[capacity + 1];
    private byte[] _data = [];
    private int _used;

    /// <summary>Appends one row's bytes.</summary>
    public void Append(ReadOnlySpan<byte> row)
    {
        if (_large.Count > 0 || (long)_used + row.Length > Array.MaxLength)
        {
            AppendLarge(row.ToArray());
            return;
        }

        EnsureCapacity(ref _data, (long)_used + row.Length);
        EnsureCapacity(ref _offsets, Length + 2L);
        row.CopyTo(_data.AsSpan(_used));
        _used += row.Length;
        _offsets[++Length] = (uint)_used;
    }

    public override void AppendAll(ColumnVector source)
    {
        for (var row = 0; row < source.Length; row++)
            AppendFrom(source, row);
    }

    public override ColumnVector Build()
    {
        ColumnVector column;
        if (_large.Count > 0)
        {
            column = new SlicedBytesColumn(Type, _large.ToArray(), TakeNulls());
            _large.Clear();
        }
        else
        {
            column = new PackedBytesColumn(Type, _offsets.AsMemory(0, Length + 1), _data.AsMemory(0, _used), TakeNulls());
        }

        _offsets = new uint[1];
        _data = [];
        _used = 0;
        Length = 0;
        return column;
    }

    private protected override void AppendDefault() => Append(default(ReadOnlySpan<byte>));

    private protected override void AppendNonNull(in Value value)
    {
        if (Type.Kind == TypeKind.Unknown || Type.IsText)
            AppendText(value.AsString());
        else
            Append(BytesCodec.Encode(value));
    }

    private protected override void AppendRow(ColumnVector source, int row) => Append(((BytesColumn)source).GetSpan(row));

    private void AppendText(string text)
    {
        var most = System.Text.Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_large.Count > 0 || (long)_used + most > Array.MaxLength)
        {
            Append(System.Text.Encoding.UTF8.GetBytes(text));
            return;
        }

        EnsureCapacity(ref _data, (long)_used + most);
        EnsureCapacity(ref _offsets, Length + 2L);
        _used += System.Text.Encoding.UTF8.GetBytes(text, _data.AsSpan(_used));
        _offsets[++Length] = (uint)_used;
    }

    // Beyond what one array can hold, rows move to arrays of their own.
    private void AppendLarge(byte[] row)
    {
        if (_large.Count == 0)
            for (var i = 0; i < Length; i++)
                _large.Add(_data.AsMemory((int)_offsets[i], (int)(_offsets[i + 1] - _offsets[i])));
        _large.Add(row);
        Length++;
    }
}
