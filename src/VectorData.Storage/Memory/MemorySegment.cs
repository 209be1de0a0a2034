using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;

namespace VectorData.Storage.Memory;

/// <summary>
/// A segment in memory: private to a transaction, the growing one of a table, or closed and waiting for its flush. One writer
/// appends; readers need no lock, they ask for rows below a count they were given after those rows were there.
/// </summary>
internal sealed class MemorySegment : Segment
{
    private const int RowOverhead = 16;

    private readonly MemoryColumn[] _columns;
    private readonly Dictionary<ColumnId, MemoryColumn> _byId = [];
    private readonly Lock _attaching = new();
    private volatile ImmutableDictionary<IndexId, MemoryKeyIndex> _keys;
    private volatile ImmutableDictionary<IndexId, MemoryGraph> _graphs = ImmutableDictionary<IndexId, MemoryGraph>.Empty;
    private ulong[] _hashes = [];
    private bool[] _skipped = [];
    private int _rows;

    public MemorySegment(SegmentId id, TableDefinition definition)
        : base(id)
    {
        Definition = definition;
        _columns = new MemoryColumn[definition.Columns.Length];
        for (var i = 0; i < _columns.Length; i++)
        {
            var column = definition.Columns[i];
            _columns[i] = MemoryColumn.Create(column.Id, column.Type);
            _byId.Add(column.Id, _columns[i]);
        }

        _keys = IndexKey.AllOf(definition).ToImmutableDictionary(key => key.Index.Id, key => new MemoryKeyIndex(key));
    }

    /// <summary>The table's shape when the segment began.</summary>
    public TableDefinition Definition { get; }

    public override bool IsSealed => false;

    public override int RowCount => Volatile.Read(ref _rows);

    /// <summary>No more rows come.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Where the log holds the first of these rows; recovery needs the log from there until they are in a file.</summary>
    public long LogStart { get; set; } = long.MaxValue;

    public override long Bytes
    {
        get
        {
            long bytes = (long)_rows * RowOverhead;
            foreach (var column in _columns)
                bytes += column.Bytes;
            return bytes;
        }
    }

    public IEnumerable<MemoryKeyIndex> Keys => _keys.Values;

    public IEnumerable<MemoryGraph> Graphs => _graphs.Values;

    public MemoryKeyIndex? Key(IndexId index) => _keys.GetValueOrDefault(index);

    public MemoryGraph? Graph(IndexId index) => _graphs.GetValueOrDefault(index);

    public void Close() => IsClosed = true;

    public override bool HasColumn(ColumnId column) => _byId.ContainsKey(column);

    /// <summary>Rows from 0 on that are in the log already; private segments only.</summary>
    public int LoggedRows { get; set; }

    /// <summary>Bytes that count as unflushed.</summary>
    public long CountedBytes { get; set; }

    /// <summary>Whether rows of a definition have the same columns as this segment.</summary>
    public bool Fits(TableDefinition definition)
    {
        if (definition.Columns.Length != _columns.Length)
            return false;
        for (var i = 0; i < _columns.Length; i++)
            if (definition.Columns[i].Id != _columns[i].Id || definition.Columns[i].Type != _columns[i].Type)
                return false;
        return true;
    }

    /// <summary>Appends rows start..start+count of columns that stand in the definition's order, keys entered; gives the first ordinal.</summary>
    public int Append(ColumnVector[] columns, int start, int count)
    {
        EnterKeys(columns, start, count);
        return AppendRows(columns, start, count);
    }

    /// <summary>Appends rows whose keys were entered.</summary>
    public int AppendRows(ColumnVector[] columns, int start, int count)
    {
        var first = _rows;
        for (var done = 0; done < count;)
        {
            var at = first + done;
            var part = Math.Min(count - done, MemoryColumn.ChunkRows - (at & (MemoryColumn.ChunkRows - 1)));
            for (var i = 0; i < _columns.Length; i++)
                _columns[i].Append(at, columns[i], start + done, part);
            done += part;
        }

        Volatile.Write(ref _rows, first + count);
        return first;
    }

    /// <summary>Enters the keys of the rows that are appended next.</summary>
    public void EnterKeys(ColumnVector[] columns, int start, int count)
    {
        var keys = _keys;
        if (keys.IsEmpty)
            return;
        if (_hashes.Length < count)
        {
            _hashes = new ulong[count];
            _skipped = new bool[count];
        }

        var part = start == 0 && columns[0].Length == count ? columns : Array.ConvertAll(columns, column => column.Slice(start, count));
        foreach (var key in keys.Values)
        {
            key.Key.Hash(part, _hashes.AsSpan(0, count), _skipped.AsSpan(0, count));
            key.Add(_hashes.AsSpan(0, count), _skipped.AsSpan(0, count), _rows);
        }
    }

    /// <summary>Gives an index to the segment; rows that are there are entered. The caller keeps writers away.</summary>
    public void Attach(IndexKey key)
    {
        var index = new MemoryKeyIndex(key);
        var hashes = new ulong[MemoryColumn.ChunkRows];
        var skipped = new bool[MemoryColumn.ChunkRows];
        for (var start = 0; start < _rows; start += hashes.Length)
        {
            var count = Math.Min(hashes.Length, _rows - start);
            key.Hash(this, start, hashes.AsSpan(0, count), skipped.AsSpan(0, count));
            index.Add(hashes.AsSpan(0, count), skipped.AsSpan(0, count), start);
        }

        lock (_attaching)
            _keys = _keys.SetItem(key.Index.Id, index);
    }

    /// <summary>The graph of a vector index, made empty when there is none yet; null when the segment has no vectors to put in.</summary>
    public MemoryGraph? EnsureGraph(IndexDefinition index, ColumnDefinition column)
    {
        lock (_attaching)
        {
            if (_graphs.TryGetValue(index.Id, out var graph))
                return graph;
            if (Vectors(column) is null)
                return null;
            graph = new MemoryGraph(this, index, column);
            _graphs = _graphs.Add(index.Id, graph);
            return graph;
        }
    }

    /// <summary>Lets go of an index that is no more.</summary>
    public void Detach(IndexId index)
    {
        lock (_attaching)
        {
            _keys = _keys.Remove(index);
            _graphs = _graphs.Remove(index);
        }
    }

    protected override T ValueStored<T>(ColumnDefinition column, int ordinal) => ((FixedMemoryColumn<T>)_byId[column.Id]).Row(ordinal)[0];

    protected override bool BytesEqualStored(ColumnDefinition column, int ordinal, ReadOnlySpan<byte> bytes) =>
        ((BytesMemoryColumn)_byId[column.Id]).Row(ordinal).SequenceEqual(bytes);

    protected override bool MayHaveNullsStored(ColumnDefinition column) => _byId[column.Id].MayHaveNulls;

    protected override ColumnVector ReadStored(ColumnDefinition column, int start, int count) => _byId[column.Id].Read(start, count);

    protected override ColumnVector GatherStored(ColumnDefinition column, ReadOnlySpan<int> ordinals) => _byId[column.Id].Gather(ordinals);

    protected override bool IsNullStored(ColumnDefinition column, int ordinal) => _byId[column.Id].IsNull(ordinal);

    protected override IVectorSource VectorsStored(ColumnDefinition column) => VectorSources.Of(_byId[column.Id]);
}
