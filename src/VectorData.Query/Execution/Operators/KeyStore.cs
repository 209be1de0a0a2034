using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;

namespace VectorData.Query.Execution.Operators;

/// <summary>The distinct keys of one key column: hashing, equality and storage with SQL's equality for grouping (NULL equals NULL).</summary>
internal abstract class KeyStore(SqlType type)
{
    protected const ulong NullHash = 0x9E37_79B9_7F4A_7C15;

    private byte[] _nulls = [];
    private bool _hasNulls;

    public SqlType Type { get; } = type;

    public int Count { get; private set; }

    public static KeyStore For(SqlType type) => type.Physical switch
    {
        PhysicalType.Boolean => new Fixed<bool, Same<bool>>(type),
        PhysicalType.Int16 => new Fixed<short, Same<short>>(type),
        PhysicalType.Int32 => new Fixed<int, Same<int>>(type),
        PhysicalType.Int64 => new Fixed<long, Same<long>>(type),
        PhysicalType.Float32 => new Fixed<float, Singles>(type),
        PhysicalType.Float64 => new Fixed<double, Doubles>(type),
        PhysicalType.Decimal => new Fixed<decimal, Decimals>(type),
        PhysicalType.Guid => new Fixed<Guid, Same<Guid>>(type),
        PhysicalType.Interval => new Fixed<Interval, Intervals>(type),
        PhysicalType.DenseFloat32 => new Dense<float>(type),
        PhysicalType.DenseFloat16 => new Dense<Half>(type),
        _ when type.IsArray || type.IsObjectName || type.Kind == TypeKind.Jsonb => new Compared(type),
        _ => new Bytes(type),
    };

    /// <summary>Mixes the hash of each named row into <paramref name="hashes"/>.</summary>
    public abstract void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes);

    public bool Matches(int key, ColumnVector column, int row)
    {
        var isNull = column.IsNull(row);
        return isNull == (_hasNulls && key < _nulls.Length && _nulls[key] != 0) && (isNull || ValueMatches(key, column, row));
    }

    public void Append(ColumnVector column, int row)
    {
        if (column.IsNull(row))
        {
            if (Count >= _nulls.Length)
                Array.Resize(ref _nulls, Math.Max(64, (Count + 1) * 2));
            _nulls[Count] = 1;
            _hasNulls = true;
            AppendDefault();
        }
        else
        {
            AppendValue(column, row);
        }

        Count++;
    }

    /// <summary>The keys in the order of their numbers.</summary>
    public abstract ColumnVector ToColumn();

    protected abstract bool ValueMatches(int key, ColumnVector column, int row);

    protected abstract void AppendValue(ColumnVector column, int row);

    protected abstract void AppendDefault();

    protected static ulong Mix(ulong hash, ulong value)
    {
        var mixed = (hash ^ value) * 0x9FB2_1C65_1E98_DF25;
        return mixed ^ (mixed >> 32);
    }

    protected ReadOnlyMemory<byte> Nulls()
    {
        if (!_hasNulls)
            return default;
        if (_nulls.Length < Count)
            Array.Resize(ref _nulls, Count);
        return _nulls.AsMemory(0, Count);
    }

    protected static void Ensure<T>(ref T[] array, int used, int more)
    {
        if (used + more > array.Length)
            Array.Resize(ref array, Math.Max(used + more, Math.Max(64, array.Length * 2)));
    }

    private interface IEquality<T>
    {
        static abstract ulong Hash(T value);

        static abstract bool Equal(T left, T right);
    }

    private readonly struct Same<T> : IEquality<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Hash(T value)
        {
            if (Unsafe.SizeOf<T>() == 1)
                return Unsafe.As<T, byte>(ref value);
            if (Unsafe.SizeOf<T>() == 2)
                return (ulong)Unsafe.As<T, short>(ref value);
            if (Unsafe.SizeOf<T>() == 4)
                return (ulong)Unsafe.As<T, int>(ref value);
            if (Unsafe.SizeOf<T>() == 8)
                return Unsafe.As<T, ulong>(ref value);
            var halves = MemoryMarshal.Cast<T, ulong>(new ReadOnlySpan<T>(in value));
            return Mix(halves[0], halves[1]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Equal(T left, T right) => EqualityComparer<T>.Default.Equals(left, right);
    }

    private readonly struct Singles : IEquality<float>
    {
        public static ulong Hash(float value) => ColumnOrder.OfDouble(value);

        public static bool Equal(float left, float right) => left == right || (float.IsNaN(left) && float.IsNaN(right));
    }

    private readonly struct Doubles : IEquality<double>
    {
        public static ulong Hash(double value) => ColumnOrder.OfDouble(value);

        public static bool Equal(double left, double right) => left == right || (double.IsNaN(left) && double.IsNaN(right));
    }

    private readonly struct Decimals : IEquality<decimal>
    {
        public static ulong Hash(decimal value) => (ulong)value.GetHashCode();

        public static bool Equal(decimal left, decimal right) => left == right;
    }

    private readonly struct Intervals : IEquality<Interval>
    {
        public static ulong Hash(Interval value) => (ulong)value.Span.GetHashCode();

        public static bool Equal(Interval left, Interval right) => left.Span == right.Span;
    }

    private sealed class Fixed<T, TEquality>(SqlType type) : KeyStore(type)
        where T : unmanaged
        where TEquality : IEquality<T>
    {
        private T[] _values = [];

        public override void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes)
        {
            var values = ((FixedColumn<T>)column).Span;
            if (column.MayHaveNulls)
            {
                var nulls = column.Nulls.Span;
                for (var i = 0; i < rows.Length; i++)
                    hashes[i] = Mix(hashes[i], nulls[rows[i]] != 0 ? NullHash : TEquality.Hash(values[rows[i]]));
            }
            else
            {
                for (var i = 0; i < rows.Length; i++)
                    hashes[i] = Mix(hashes[i], TEquality.Hash(values[rows[i]]));
            }
        }

        public override ColumnVector ToColumn() => new FixedColumn<T>(Type, _values.AsMemory(0, Count), Nulls());

        protected override bool ValueMatches(int key, ColumnVector column, int row) =>
            TEquality.Equal(_values[key], ((FixedColumn<T>)column).Span[row]);

        protected override void AppendValue(ColumnVector column, int row)
        {
            Ensure(ref _values, Count, 1);
            _values[Count] = ((FixedColumn<T>)column).Span[row];
        }

        protected override void AppendDefault()
        {
            Ensure(ref _values, Count, 1);
            _values[Count] = default;
        }
    }

    private sealed class Dense<T>(SqlType type) : KeyStore(type)
        where T : unmanaged, IEquatable<T>
    {
        private readonly int _dimensions = type.Modifier;
        private T[] _values = [];

        public override void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes)
        {
            var vectors = (DenseVectorColumn<T>)column;
            for (var i = 0; i < rows.Length; i++)
                hashes[i] = Mix(hashes[i], vectors.IsNull(rows[i]) ? NullHash : XxHash3.HashToUInt64(MemoryMarshal.AsBytes(vectors.GetRow(rows[i]))));
        }

        public override ColumnVector ToColumn() => new DenseVectorColumn<T>(Type, _values.AsMemory(0, Count * _dimensions), Count, Nulls());

        protected override bool ValueMatches(int key, ColumnVector column, int row) =>
            _values.AsSpan(key * _dimensions, _dimensions).SequenceEqual(((DenseVectorColumn<T>)column).GetRow(row));

        protected override void AppendValue(ColumnVector column, int row)
        {
            Ensure(ref _values, Count * _dimensions, _dimensions);
            ((DenseVectorColumn<T>)column).GetRow(row).CopyTo(_values.AsSpan(Count * _dimensions));
        }

        protected override void AppendDefault()
        {
            Ensure(ref _values, Count * _dimensions, _dimensions);
            _values.AsSpan(Count * _dimensions, _dimensions).Clear();
        }
    }

    private sealed class Bytes(SqlType type) : KeyStore(type)
    {
        private readonly bool _blankPadded = type.Kind == TypeKind.Char;
        private readonly BytesColumnBuilder _builder = new(type);
        private byte[] _data = [];
        private long[] _ends = [];
        private int _used;

        public override void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes)
        {
            var bytes = (BytesColumn)column;
            for (var i = 0; i < rows.Length; i++)
                hashes[i] = Mix(hashes[i], bytes.IsNull(rows[i]) ? NullHash : XxHash3.HashToUInt64(Significant(bytes.GetSpan(rows[i]))));
        }

        public override ColumnVector ToColumn()
        {
            for (var key = 0; key < Count; key++)
            {
                if (!Nulls().IsEmpty && Nulls().Span[key] != 0)
                    _builder.AppendNull();
                else
                    _builder.Append(Stored(key));
            }

            return _builder.Build();
        }

        protected override bool ValueMatches(int key, ColumnVector column, int row) =>
            Significant(Stored(key)).SequenceEqual(Significant(((BytesColumn)column).GetSpan(row)));

        protected override void AppendValue(ColumnVector column, int row)
        {
            var bytes = ((BytesColumn)column).GetSpan(row);
            Ensure(ref _data, _used, bytes.Length);
            bytes.CopyTo(_data.AsSpan(_used));
            _used += bytes.Length;
            AppendDefault();
        }

        protected override void AppendDefault()
        {
            Ensure(ref _ends, Count, 1);
            _ends[Count] = _used;
        }

        private ReadOnlySpan<byte> Stored(int key)
        {
            var start = key == 0 ? 0 : (int)_ends[key - 1];
            return _data.AsSpan(start, (int)_ends[key] - start);
        }

        private ReadOnlySpan<byte> Significant(ReadOnlySpan<byte> bytes) => _blankPadded ? bytes.TrimEnd((byte)' ') : bytes;
    }

    /// <summary>Types whose equal values may differ in bytes (arrays of numbers, jsonb).</summary>
    private sealed class Compared(SqlType type) : KeyStore(type)
    {
        private readonly ColumnComparer _comparer = ColumnComparer.For(type);
        private readonly List<ColumnVector> _keys = [];

        public override void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes) => _comparer.Hash(column, rows, hashes);

        public override ColumnVector ToColumn()
        {
            var builder = ColumnBuilder.For(Type, _keys.Count);
            foreach (var key in _keys)
                builder.AppendFrom(key, 0);
            return builder.Build();
        }

        protected override bool ValueMatches(int key, ColumnVector column, int row) => _comparer.Equal(_keys[key], 0, column, row);

        protected override void AppendValue(ColumnVector column, int row)
        {
            var builder = ColumnBuilder.For(Type, 1);
            builder.AppendFrom(column, row);
            _keys.Add(builder.Build());
        }

        protected override void AppendDefault() => _keys.Add(ColumnBuilder.Repeat(Value.Null(Type), Type, 1));
    }
}
