using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>The highest ids given out so far; none is given twice.</summary>
internal sealed class IdCounters
{
    private long _table;
    private long _index;
    private long _sequence;
    private long _segment;
    private long _file;
    private long _catalogVersion;
    private long _transaction;

    public TableId NextTable() => new((int)Interlocked.Increment(ref _table));

    public IndexId NextIndex() => new((int)Interlocked.Increment(ref _index));

    public SequenceId NextSequence() => new((int)Interlocked.Increment(ref _sequence));

    public SegmentId NextSegment() => new(Interlocked.Increment(ref _segment));

    /// <summary>A number that makes an object's name unique.</summary>
    public long NextFile() => Interlocked.Increment(ref _file);

    /// <summary>Versions are not reused by a transaction after another was rolled back: plans are cached under them.</summary>
    public long NextCatalogVersion() => Interlocked.Increment(ref _catalogVersion);

    public TransactionId NextTransaction() => new(Interlocked.Increment(ref _transaction));

    public void Saw(TableId id) => Raise(ref _table, id.Value);

    public void Saw(IndexId id) => Raise(ref _index, id.Value);

    public void Saw(SequenceId id) => Raise(ref _sequence, id.Value);

    public void Saw(SegmentId id) => Raise(ref _segment, id.Value);

    public void SawFile(long number) => Raise(ref _file, number);

    public void Saw(Catalog catalog)
    {
        Raise(ref _catalogVersion, catalog.Version);
        foreach (var table in catalog.Tables.Values)
        {
            Saw(table.Id);
            foreach (var index in table.Indexes)
                Saw(index.Id);
        }

        foreach (var sequence in catalog.Sequences.Keys)
            Saw(sequence);
    }

    public void Write(RecordWriter writer)
    {
        writer.Int64(Interlocked.Read(ref _table));
        writer.Int64(Interlocked.Read(ref _index));
        writer.Int64(Interlocked.Read(ref _sequence));
        writer.Int64(Interlocked.Read(ref _segment));
        writer.Int64(Interlocked.Read(ref _file));
        writer.Int64(Interlocked.Read(ref _catalogVersion));
    }

    public void Read(RecordReader reader)
    {
        Raise(ref _table, reader.Int64());
        Raise(ref _index, reader.Int64());
        Raise(ref _sequence, reader.Int64());
        Raise(ref _segment, reader.Int64());
        Raise(ref _file, reader.Int64());
        Raise(ref _catalogVersion, reader.Int64());
    }

    private static void Raise(ref long counter, long seen)
    {
        var known = Interlocked.Read(ref counter);
        while (known < seen)
        {
            var found = Interlocked.CompareExchange(ref counter, seen, known);
            if (found == known)
                return;
            known = found;
        }
    }
}
