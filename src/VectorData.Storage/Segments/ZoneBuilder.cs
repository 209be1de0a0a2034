using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Storage.Segments;

/// <summary>Gathers the zones of one column while its rows go by.</summary>
internal abstract class ZoneBuilder
{
    private readonly List<ZoneEntry> _zones = [];
    private int _rows;
    private int _nulls;

    public static ZoneBuilder For(SqlType type) => type.Physical switch
    {
        PhysicalType.Boolean => new FixedZoneBuilder<bool>(),
        PhysicalType.Int16 => new FixedZoneBuilder<short>(),
        PhysicalType.Int32 => new FixedZoneBuilder<int>(),
        PhysicalType.Int64 => new FixedZoneBuilder<long>(),
        PhysicalType.Float32 => new FixedZoneBuilder<float>(),
        PhysicalType.Float64 => new FixedZoneBuilder<double>(),
        PhysicalType.Decimal => new FixedZoneBuilder<decimal>(),
        PhysicalType.Guid => new FixedZoneBuilder<Guid>(),
        PhysicalType.Interval => new FixedZoneBuilder<Interval>(),
        PhysicalType.Bytes when type.Kind is TypeKind.Text or TypeKind.VarChar or TypeKind.Bytea => new BytesZoneBuilder(),
        _ => new UnboundedZoneBuilder(),
    };

    /// <summary>The next rows of the column.</summary>
    public void Add(ColumnVector chunk)
    {
        for (var start = 0; start < chunk.Length;)
        {
            var count = Math.Min(chunk.Length - start, SegmentFormat.ZoneRows - _rows);
            if (chunk.MayHaveNulls)
                _nulls += chunk.Nulls.Span.Slice(start, count).Count((byte)1);
            AddRows(chunk, start, count);
            _rows += count;
            start += count;
            if (_rows == SegmentFormat.ZoneRows)
                Close();
        }
    }

    /// <summary>All zones as they stand in the file.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        if (_rows > 0)
            Close();
        return MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_zones));
    }

    protected abstract void AddRows(ColumnVector chunk, int start, int count);

    /// <summary>Fills in what was seen and starts anew.</summary>
    protected abstract void TakeBounds(ref ZoneEntry entry);

    private void Close()
    {
        var entry = new ZoneEntry { NullCount = _nulls };
        TakeBounds(ref entry);
        _zones.Add(entry);
        _rows = 0;
        _nulls = 0;
    }
}

/// <summary>NULL counts alone.</summary>
internal sealed class UnboundedZoneBuilder : ZoneBuilder
{
    protected override void AddRows(ColumnVector chunk, int start, int count)
    {
    }

    protected override void TakeBounds(ref ZoneEntry entry)
    {
    }
}

internal sealed class FixedZoneBuilder<T> : ZoneBuilder
    where T : unmanaged, IComparable<T>
{
    private bool _any;
    private bool _hasNaN;
    private T _min;
    private T _max;

    protected override void AddRows(ColumnVector chunk, int start, int count)
    {
        var values = ((FixedColumn<T>)chunk).Span.Slice(start, count);
        var nulls = chunk.Nulls.IsEmpty ? default : chunk.Nulls.Span.Slice(start, count);
        for (var i = 0; i < values.Length; i++)
        {
            if (!nulls.IsEmpty && nulls[i] != 0)
                continue;
            Add(values[i]);
        }
    }

    protected override void TakeBounds(ref ZoneEntry entry)
    {
        if (_any)
        {
            entry.Flags |= ZoneFlags.HasBounds;
            entry.Min = Bound.Of(_min);
            entry.Max = Bound.Of(_max);
        }

        if (_hasNaN)
            entry.Flags |= ZoneFlags.HasNaN;
        _any = false;
        _hasNaN = false;
    }

    private void Add(T value)
    {
        if (IsNaN(value))
        {
            _hasNaN = true;
            return;
        }

        if (!_any)
        {
            _min = value;
            _max = value;
            _any = true;
            return;
        }

        if (value.CompareTo(_min) < 0)
            _min = value;
        if (value.CompareTo(_max) > 0)
            _max = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNaN(T value)
    {
        if (typeof(T) == typeof(float))
            return float.IsNaN(Unsafe.As<T, float>(ref value));
        if (typeof(T) == typeof(double))
            return double.IsNaN(Unsafe.As<T, double>(ref value));
        return false;
    }
}

/// <summary>Text and bytea in byte order, by their first 16 bytes.</summary>
internal sealed class BytesZoneBuilder : ZoneBuilder
{
    private const int MaxBytes = 16;

    private readonly byte[] _min = new byte[MaxBytes];
    private readonly byte[] _max = new byte[MaxBytes];
    private int _minLength;
    private int _maxLength;
    private bool _any;
    private bool _maxIsCut;

    protected override void AddRows(ColumnVector chunk, int start, int count)
    {
        var column = (BytesColumn)chunk;
        for (var row = start; row < start + count; row++)
        {
            if (chunk.IsNull(row))
                continue;
            Add(column.GetSpan(row));
        }
    }

    protected override void TakeBounds(ref ZoneEntry entry)
    {
        if (!_any)
            return;
        entry.Flags |= ZoneFlags.HasBounds;
        entry.Min = Bound.Of(_min.AsSpan(0, _minLength));
        entry.MinLength = (byte)_minLength;
        if (!_maxIsCut || TryRoundUpMax())
        {
            entry.Max = Bound.Of(_max.AsSpan(0, _maxLength));
            entry.MaxLength = (byte)_maxLength;
        }
        else
        {
            entry.Flags |= ZoneFlags.NoUpperBound;
        }

        _any = false;
        _maxIsCut = false;
    }

    private void Add(ReadOnlySpan<byte> row)
    {
        var isCut = row.Length > MaxBytes;
        var prefix = isCut ? row[..MaxBytes] : row;
        if (!_any || prefix.SequenceCompareTo(_min.AsSpan(0, _minLength)) < 0)
        {
            prefix.CopyTo(_min);
            _minLength = prefix.Length;
        }

        var order = _any ? prefix.SequenceCompareTo(_max.AsSpan(0, _maxLength)) : 1;
        if (order > 0)
        {
            prefix.CopyTo(_max);
            _maxLength = prefix.Length;
            _maxIsCut = isCut;
        }
        else if (order == 0)
        {
            _maxIsCut |= isCut;
        }

        _any = true;
    }

    /// <summary>Makes max the shortest bytes above everything that begins with it; false when all are 255.</summary>
    private bool TryRoundUpMax()
    {
        var last = _max.AsSpan(0, _maxLength).LastIndexOfAnyExcept((byte)255);
        if (last < 0)
            return false;
        _maxLength = last + 1;
        _max[last]++;
        return true;
    }
}
