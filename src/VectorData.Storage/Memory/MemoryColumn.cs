using System.Numerics;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;

namespace VectorData.Storage.Memory;

/// <summary>
/// A column of a segment in memory: chunks of <see cref="ChunkRows"/> rows. One writer appends; readers ask only for rows that were there
/// when they learnt of them, and what they were handed never changes or moves.
/// </summary>
internal abstract class MemoryColumn(ColumnId id, SqlType type)
{
    public const int ChunkRows = 4096;
    public const int ChunkShift = 12;

    private bool _hasNulls;

    public ColumnId Id { get; } = id;

    public SqlType Type { get; } = type;

    /// <summary>Bytes taken, about.</summary>
    public long Bytes { get; protected set; }

    /// <summary>Whether a row was NULL so far.</summary>
    public bool MayHaveNulls => Volatile.Read(ref _hasNulls);

    public static MemoryColumn Create(ColumnId id, SqlType type) => type.Physical switch
    {
        PhysicalType.Boolean => new FixedMemoryColumn<bool>(id, type, 1),
        PhysicalType.Int16 => new FixedMemoryColumn<short>(id, type, 1),
        PhysicalType.Int32 => new FixedMemoryColumn<int>(id, type, 1),
        PhysicalType.Int64 => new FixedMemoryColumn<long>(id, type, 1),
        PhysicalType.Float32 => new FixedMemoryColumn<float>(id, type, 1),
        PhysicalType.Float64 => new FixedMemoryColumn<double>(id, type, 1),
        PhysicalType.Decimal => new FixedMemoryColumn<decimal>(id, type, 1),
        PhysicalType.Guid => new FixedMemoryColumn<Guid>(id, type, 1),
        PhysicalType.Interval => new FixedMemoryColumn<Interval>(id, type, 1),
        PhysicalType.DenseFloat32 => new FixedMemoryColumn<float>(id, type, type.Modifier),
        PhysicalType.DenseFloat16 => new FixedMemoryColumn<Half>(id, type, type.Modifier),
        _ => new BytesMemoryColumn(id, type),
    };

    /// <summary>Appends rows start..start+count of a column at row <paramref name="at"/>; they lie in one chunk.</summary>
    public abstract void Append(int at, ColumnVector source, int start, int count);

    /// <summary>Rows start..start+count, without copying when they lie in one chunk.</summary>
    public ColumnVector Read(int start, int count)
    {
        var chunk = start >> ChunkShift;
        if (count == 0 || (start + count - 1) >> ChunkShift == chunk)
            return ReadChunk(chunk, start & (ChunkRows - 1), count);
        var builder = ColumnBuilder.For(Type, count);
        for (var end = start + count; start < end;)
        {
            var part = Math.Min(end - start, ChunkRows - (start & (ChunkRows - 1)));
            builder.AppendAll(ReadChunk(start >> ChunkShift, start & (ChunkRows - 1), part));
            start += part;
        }

        return builder.Build();
    }

    public ColumnVector Gather(ReadOnlySpan<int> ordinals)
    {
        var builder = ColumnBuilder.For(Type, ordinals.Length);
        for (var i = 0; i < ordinals.Length;)
        {
            var chunk = ordinals[i] >> ChunkShift;
            var source = ReadChunk(chunk, 0, RowsIn(chunk));
            for (; i < ordinals.Length && ordinals[i] >> ChunkShift == chunk; i++)
                builder.AppendFrom(source, ordinals[i] & (ChunkRows - 1));
        }

        return builder.Build();
    }

    public abstract bool IsNull(int row);

    /// <summary>Rows of a chunk that have memory.</summary>
    protected abstract int RowsIn(int chunk);

    protected abstract ColumnVector ReadChunk(int chunk, int start, int count);

    /// <summary>The NULL flags of appended rows; makes room for them when one is NULL.</summary>
    protected void AppendNulls(ref byte[]? nulls, int capacity, int at, ColumnVector source, int start, int count)
    {
        if (!source.MayHaveNulls)
            return;
        var flags = source.Nulls.Span.Slice(start, count);
        if (!flags.Contains((byte)1))
            return;
        EnsureNulls(ref nulls, capacity);
        flags.CopyTo(nulls.AsSpan(at));
        Volatile.Write(ref _hasNulls, true);
    }

    // A power of two: most transactions insert one row, and a segment of one takes no more room than that.
    protected static int Capacity(int rows) => (int)BitOperations.RoundUpToPowerOf2((uint)rows);

    private static void EnsureNulls(ref byte[]? nulls, int capacity)
    {
        if (nulls is { } present && present.Length >= capacity)
            return;
        var wider = new byte[capacity];
        nulls?.CopyTo(wider, 0);
        Volatile.Write(ref nulls, wider);
    }
}

/// <summary>Values of fixed width, or vectors of fixed dimensions, one row after another.</summary>
internal sealed class FixedMemoryColumn<T>(ColumnId id, SqlType type, int width) : MemoryColumn(id, type)
    where T : unmanaged
{
    private volatile Chunk[] _chunks = [];
    private volatile VectorMemory<T>? _vectors;

    /// <summary>The chunks' vectors for an index; there once the first chunk has its full size.</summary>
    public VectorMemory<T>? Vectors => _vectors;

    private bool HoldsVectors => typeof(T) == typeof(Half) || Type.Physical == PhysicalType.DenseFloat32;

    public override void Append(int at, ColumnVector source, int start, int count)
    {
        var chunk = Room(at, count);
        var row = at & (ChunkRows - 1);
        SourceOf(source).Slice(start * width, count * width).CopyTo(chunk.Values.AsSpan(row * width));
        AppendNulls(ref chunk.Nulls, chunk.Values.Length / width, row, source, start, count);
    }

    public override bool IsNull(int row) =>
        Volatile.Read(ref _chunks[row >> ChunkShift].Nulls) is { } nulls && nulls[row & (ChunkRows - 1)] != 0;

    /// <summary>The elements of one row.</summary>
    public ReadOnlySpan<T> Row(int row) => _chunks[row >> ChunkShift].Values.AsSpan((row & (ChunkRows - 1)) * width, width);

    protected override int RowsIn(int chunk) => _chunks[chunk].Values.Length / width;

    protected override ColumnVector ReadChunk(int chunk, int start, int count)
    {
        if (count == 0)
            return ColumnBuilder.For(Type).Build();
        var found = _chunks[chunk];
        var values = found.Values.AsMemory(start * width, count * width);
        var nulls = Volatile.Read(ref found.Nulls) is { } flags ? flags.AsMemory(start, count) : default;
        return typeof(T) == typeof(Half) || Type.Physical == PhysicalType.DenseFloat32
            ? new DenseVectorColumn<T>(Type, values, count, nulls)
            : new FixedColumn<T>(Type, values, nulls);
    }

    private static ReadOnlySpan<T> SourceOf(ColumnVector source) =>
        source is FixedColumn<T> values ? values.Span : ((DenseVectorColumn<T>)source).Values.Span;

    /// <summary>The chunk for rows at..at+count, with room for them.</summary>
    private Chunk Room(int at, int count)
    {
        var index = at >> ChunkShift;
        var rows = (at & (ChunkRows - 1)) + count;
        if (index == _chunks.Length)
        {
            // Later chunks have their full size at once: only a small segment saves by growing.
            var capacity = index > 0 ? ChunkRows : Capacity(rows);
            var values = Allocate(capacity);
            AddVectors(values);
            _chunks = [.. _chunks, new Chunk(values)];
        }

        var chunk = _chunks[index];
        if (chunk.Values.Length >= rows * width)
            return chunk;
        var wider = Allocate(Capacity(rows));
        Bytes -= (long)chunk.Values.Length * Size;
        chunk.Values.CopyTo(wider, 0);
        AddVectors(wider);
        if (chunk.Nulls is { } nulls)
        {
            Array.Resize(ref nulls, wider.Length / width);
            Volatile.Write(ref chunk.Nulls, nulls);
        }

        chunk.Values = wider;
        return chunk;
    }

    // Whole chunks of vectors stay where they are in memory, so that an index reads them by address.
    private T[] Allocate(int rows)
    {
        Bytes += (long)rows * width * Size;
        return GC.AllocateUninitializedArray<T>(checked(rows * width), pinned: rows == ChunkRows && HoldsVectors);
    }

    // Searches see the chunk at once: it holds the rows that they may ask for by now.
    private void AddVectors(T[] values)
    {
        if (!HoldsVectors || values.Length != ChunkRows * width)
            return;
        var vectors = _vectors ?? new VectorMemory<T>(width, ChunkRows);
        vectors.AddChunk(values);
        _vectors = vectors;
    }

    private static unsafe int Size => sizeof(T);

    private sealed class Chunk(T[] values)
    {
        public volatile T[] Values = values;
        public byte[]? Nulls;
    }
}

/// <summary>Values of variable length, each a slice of a block.</summary>
internal sealed class BytesMemoryColumn(ColumnId id, SqlType type) : MemoryColumn(id, type)
{
    private const int FirstBlock = 256;
    private const int MaxBlock = 1 << 16;
    private const int SliceBytes = 16;

    private volatile Chunk[] _chunks = [];
    private byte[] _block = [];
    private int _blockUsed;

    public override void Append(int at, ColumnVector source, int start, int count)
    {
        var chunk = Room(at, count);
        var row = at & (ChunkRows - 1);
        var values = (BytesColumn)source;
        for (var i = 0; i < count; i++)
            chunk.Rows[row + i] = source.IsNull(start + i) ? default : Store(values.GetSpan(start + i));
        AppendNulls(ref chunk.Nulls, chunk.Rows.Length, row, source, start, count);
    }

    public override bool IsNull(int row) =>
        Volatile.Read(ref _chunks[row >> ChunkShift].Nulls) is { } nulls && nulls[row & (ChunkRows - 1)] != 0;

    /// <summary>The bytes of one row.</summary>
    public ReadOnlySpan<byte> Row(int row) => _chunks[row >> ChunkShift].Rows[row & (ChunkRows - 1)].Span;

    protected override int RowsIn(int chunk) => _chunks[chunk].Rows.Length;

    protected override ColumnVector ReadChunk(int chunk, int start, int count)
    {
        if (count == 0)
            return ColumnBuilder.For(Type).Build();
        var found = _chunks[chunk];
        var nulls = Volatile.Read(ref found.Nulls) is { } flags ? flags.AsMemory(start, count) : default;
        return new SlicedBytesColumn(Type, found.Rows.AsMemory(start, count), nulls);
    }

    private ReadOnlyMemory<byte> Store(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        Bytes += bytes.Length;
        if (bytes.Length > MaxBlock / 4)
            return bytes.ToArray();
        if (_block.Length - _blockUsed < bytes.Length)
        {
            _block = GC.AllocateUninitializedArray<byte>(Math.Min(MaxBlock, Math.Max(Math.Max(FirstBlock, bytes.Length), _block.Length * 2)));
            _blockUsed = 0;
        }

        var slice = _block.AsMemory(_blockUsed, bytes.Length);
        bytes.CopyTo(slice.Span);
        _blockUsed += bytes.Length;
        return slice;
    }

    private Chunk Room(int at, int count)
    {
        var index = at >> ChunkShift;
        var rows = (at & (ChunkRows - 1)) + count;
        if (index == _chunks.Length)
            _chunks = [.. _chunks, new Chunk()];
        var chunk = _chunks[index];
        if (chunk.Rows.Length >= rows)
            return chunk;
        var capacity = Capacity(rows);
        var wider = new ReadOnlyMemory<byte>[capacity];
        Bytes += (long)(capacity - chunk.Rows.Length) * SliceBytes;
        chunk.Rows.CopyTo(wider, 0);
        if (chunk.Nulls is { } nulls)
        {
            Array.Resize(ref nulls, capacity);
            Volatile.Write(ref chunk.Nulls, nulls);
        }

        chunk.Rows = wider;
        return chunk;
    }

    private sealed class Chunk
    {
        public volatile ReadOnlyMemory<byte>[] Rows = [];
        public byte[]? Nulls;
    }
}
