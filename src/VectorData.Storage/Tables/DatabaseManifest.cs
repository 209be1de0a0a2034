using System.Collections.Immutable;
using System.Runtime.InteropServices;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Files;
using VectorData.Storage.Segments;

namespace VectorData.Storage.Tables;

/// <summary>
/// What a manifest says: an image of one snapshot, and where in the log the rest begins.
/// <code>
/// i32 version of this payload, 1
/// 16 log id, i64 log position that replay starts at, i64 log position that was durable then, i64 commit sequence of the snapshot
/// 6 x i64 counters: table, index, sequence, segment, file, catalog version
/// catalog (CatalogCodec), sequences (as in the log's record)
/// list of tables: i32 table,
///   list of sealed segments: i64 segment, file, u8 deletes follow, file of deletes, list of indexes with own files: i32 index, file
///   list of i64 segments whose rows are in the log alone
/// </code>
/// </summary>
internal sealed record DatabaseManifest(
    Guid LogId,
    long LogStart,
    long LogDurable,
    CommitSequence Sequence,
    Catalog Catalog,
    ImmutableArray<SequenceRecord> Sequences,
    ImmutableArray<ManifestTable> Tables)
{
    private const int Version = 1;

    public byte[] Encode(IdCounters ids)
    {
        var writer = new RecordWriter();
        writer.Int32(Version);
        writer.Guid(LogId);
        writer.Int64(LogStart);
        writer.Int64(LogDurable);
        writer.Int64(Sequence.Value);
        ids.Write(writer);
        CatalogCodec.Write(writer, Catalog);
        LogRecords.WriteSequences(writer, Sequences);
        writer.Int32(Tables.Length);
        foreach (var table in Tables)
            table.Write(writer);
        return writer.ToArray();
    }

    public static DatabaseManifest Decode(RecordReader reader, IdCounters ids)
    {
        var version = reader.Int32();
        if (version != Version)
            throw reader.Damaged($"the manifest's payload has version {version}; this version of VectorData reads version {Version}");
        var log = reader.Guid();
        var start = reader.Int64();
        var durable = reader.Int64();
        var sequence = new CommitSequence(reader.Int64());
        ids.Read(reader);
        return new DatabaseManifest(
            log, start, durable, sequence, CatalogCodec.Read(reader), LogRecords.ReadSequences(reader), LogRecords.ReadList(reader, ManifestTable.Read));
    }

    /// <summary>Every object file that is named.</summary>
    public IEnumerable<string> Files() =>
        from table in Tables
        from segment in table.Sealed
        from file in segment.Files()
        select file;
}

internal sealed record ManifestTable(TableId Table, ImmutableArray<ManifestSegment> Sealed, ImmutableArray<SegmentId> Unflushed)
{
    public void Write(RecordWriter writer)
    {
        writer.Int32(Table.Value);
        writer.Int32(Sealed.Length);
        foreach (var segment in Sealed)
            segment.Write(writer);
        writer.Int32(Unflushed.Length);
        foreach (var segment in Unflushed)
            writer.Int64(segment.Value);
    }

    public static ManifestTable Read(RecordReader reader) => new(
        new TableId(reader.Int32()), LogRecords.ReadList(reader, ManifestSegment.Read), LogRecords.ReadList(reader, static r => new SegmentId(r.Int64())));
}

internal sealed record ManifestSegment(
    SegmentId Segment, ObjectFileEntry File, ObjectFileEntry? Deletes, ImmutableArray<(IndexId Index, ObjectFileEntry File)> Indexes)
{
    public IEnumerable<string> Files()
    {
        yield return File.File;
        if (Deletes is not null)
            yield return Deletes.File;
        foreach (var (_, file) in Indexes)
            yield return file.File;
    }

    public void Write(RecordWriter writer)
    {
        writer.Int64(Segment.Value);
        LogRecords.WriteFile(writer, File);
        writer.Bool(Deletes is not null);
        if (Deletes is not null)
            LogRecords.WriteFile(writer, Deletes);
        writer.Int32(Indexes.Length);
        foreach (var (index, file) in Indexes)
        {
            writer.Int32(index.Value);
            LogRecords.WriteFile(writer, file);
        }
    }

    public static ManifestSegment Read(RecordReader reader) => new(
        new SegmentId(reader.Int64()),
        LogRecords.ReadFile(reader),
        reader.Bool() ? LogRecords.ReadFile(reader) : null,
        LogRecords.ReadList(reader, static r => (new IndexId(r.Int32()), LogRecords.ReadFile(r))));
}

/// <summary>
/// The deleted rows of a sealed segment as a file of kind "deletes":
/// <code>
/// deleted    one bit a row, lowest bit of each u64 first
/// </code>
/// </summary>
internal static class DeleteFile
{
    private const string Block = "deleted";

    private static BlockFileKind Kind => new("deletes", 1);

    public static ObjectFileEntry Write(IObjectFiles files, string name, DeleteBitmap deleted, int rows)
    {
        using var file = new BlockFileWriter(files, name, Kind);
        file.Add(Block, MemoryMarshal.AsBytes(deleted.ToWords(rows).AsSpan()));
        return file.Complete();
    }

    public static DeleteBitmap Read(IObjectFiles files, ObjectFileEntry entry, int rows)
    {
        using var file = BlockFileReader.Open(files, entry, Kind);
        var block = file.Find(Block);
        var words = (rows + 63) / 64;
        if (block.Length != (long)words * sizeof(ulong))
            throw new CorruptDataException(file.File, block.Offset, $"the delete bitmap has {block.Length} bytes for {rows} rows");
        var deleted = DeleteBitmap.FromWords(file.GetSpan<ulong>(block, 0, words));
        if (deleted.CountIn(rows, words * 64) > 0)
            throw new CorruptDataException(file.File, block.Offset, $"rows beyond the segment's {rows} are marked as deleted");
        return deleted;
    }

    public static IReadOnlyList<FileDefect> Verify(IObjectFiles files, ObjectFileEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            using var file = BlockFileReader.Open(files, entry, Kind);
            return file.Verify(cancellationToken);
        }
        catch (VectorDbException e)
        {
            return [FileDefect.From(entry.File, e)];
        }
    }
}
