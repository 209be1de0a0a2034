using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Segments;

namespace VectorData.Storage.Tables;

/// <summary>
/// The records of the log; docs/formats/log-records.md tells how recovery uses them.
/// <code>
/// 1 chunk       i32 table, i64 segment, i32 first ordinal, columns
/// 2 commit      u8 catalog follows, catalog; list of tables: i32 table,
///                 list of inserts:  i64 segment, i64 first ordinal, columns
///                 list of adopted:  i64 segment, i32 rows, u8 file follows, file, ordinals deleted
///                 list of deletes:  i64 segment, ordinals
///                 list of indexes:  i32 index, i64 segment, file
///               list of dropped:  i32 table, list of i64 segments
/// 3 compaction  i32 table, list of i64 input segments, i64 output segment, u8 file follows, file, ordinals deleted, list of indexes: i32 index, file
/// 4 sequences   list of: i32 sequence, i64 last value, u8 is called
///
/// columns   i32 rows, list of: i32 column id, column as in ColumnCodec
/// ordinals  i32 count, i32 each, ascending
/// file      text name, i64 bytes, u64 checksum
/// list      i32 count, elements
/// </code>
/// </summary>
internal static class LogRecords
{
    public const byte Chunk = 1;
    public const byte Commit = 2;
    public const byte Compaction = 3;
    public const byte Sequences = 4;

    public static void WriteColumns(RecordWriter writer, TableDefinition layout, ColumnVector[] columns, int rows)
    {
        writer.Int32(rows);
        writer.Int32(columns.Length);
        for (var i = 0; i < columns.Length; i++)
        {
            writer.Int32(layout.Columns[i].Id.Value);
            ColumnCodec.Write(writer, columns[i]);
        }
    }

    public static LoggedRows ReadColumns(RecordReader reader)
    {
        var rows = reader.Count(0);
        var count = reader.Count();
        var ids = new ColumnId[count];
        var columns = new ColumnVector[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = new ColumnId(reader.Int32());
            columns[i] = ColumnCodec.ReadColumn(reader);
            if (columns[i].Length != rows)
                throw reader.Damaged($"a column has {columns[i].Length} rows instead of {rows}");
        }

        return new LoggedRows(rows, ids, columns);
    }

    public static void WriteOrdinals(RecordWriter writer, DeleteBitmap deleted)
    {
        writer.Int32(deleted.Count);
        writer.Raw<int>(deleted.Ordinals().ToArray());
    }

    public static DeleteBitmap ReadOrdinals(RecordReader reader)
    {
        var ordinals = reader.Array<int>(reader.Count(4));
        foreach (var ordinal in ordinals)
            if (ordinal < 0)
                throw reader.Damaged($"ordinal {ordinal}");
        return DeleteBitmap.Empty.With(ordinals);
    }

    public static void WriteFile(RecordWriter writer, ObjectFileEntry file)
    {
        writer.String(file.File);
        writer.Int64(file.Bytes);
        writer.UInt64(file.Checksum);
    }

    public static ObjectFileEntry ReadFile(RecordReader reader) => new(reader.String(), reader.Int64(), reader.UInt64());

    public static void WriteOptionalFile(RecordWriter writer, ObjectFileEntry? file)
    {
        writer.Bool(file is not null);
        if (file is not null)
            WriteFile(writer, file);
    }

    public static ObjectFileEntry? ReadOptionalFile(RecordReader reader) => reader.Bool() ? ReadFile(reader) : null;

    public static ImmutableArray<T> ReadList<T>(RecordReader reader, Func<RecordReader, T> read)
    {
        var count = reader.Count();
        var list = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count; i++)
            list.Add(read(reader));
        return list.MoveToImmutable();
    }

    public static ChunkRecord ReadChunk(RecordReader reader) =>
        new(new TableId(reader.Int32()), new SegmentId(reader.Int64()), reader.Int32(), ReadColumns(reader));

    public static CommitRecord ReadCommit(RecordReader reader) => new(
        reader.Bool() ? CatalogCodec.Read(reader) : null,
        ReadList(reader, static r => new TableCommitRecord(
            new TableId(r.Int32()),
            ReadList(r, static x => new InsertRecord(new SegmentId(x.Int64()), x.Int64(), ReadColumns(x))),
            ReadList(r, static x => new AdoptRecord(new SegmentId(x.Int64()), x.Int32(), ReadOptionalFile(x), ReadOrdinals(x))),
            ReadList(r, static x => (new SegmentId(x.Int64()), ReadOrdinals(x))),
            ReadList(r, static x => (new IndexId(x.Int32()), new SegmentId(x.Int64()), ReadFile(x))))),
        ReadList(reader, static r => (new TableId(r.Int32()), ReadList(r, static x => new SegmentId(x.Int64())))));

    public static void WriteCompaction(RecordWriter writer, CompactionRecord record)
    {
        writer.Int32(record.Table.Value);
        writer.Int32(record.Inputs.Length);
        foreach (var input in record.Inputs)
            writer.Int64(input.Value);
        writer.Int64(record.Output.Value);
        WriteOptionalFile(writer, record.File);
        WriteOrdinals(writer, record.Deleted);
        writer.Int32(record.Indexes.Length);
        foreach (var (index, file) in record.Indexes)
        {
            writer.Int32(index.Value);
            WriteFile(writer, file);
        }
    }

    public static CompactionRecord ReadCompaction(RecordReader reader) => new(
        new TableId(reader.Int32()),
        ReadList(reader, static r => new SegmentId(r.Int64())),
        new SegmentId(reader.Int64()),
        ReadOptionalFile(reader),
        ReadOrdinals(reader),
        ReadList(reader, static r => (new IndexId(r.Int32()), ReadFile(r))));

    public static void WriteSequences(RecordWriter writer, IReadOnlyList<SequenceRecord> sequences)
    {
        writer.Int32(sequences.Count);
        foreach (var sequence in sequences)
        {
            writer.Int32(sequence.Id.Value);
            writer.Int64(sequence.Last);
            writer.Bool(sequence.IsCalled);
        }
    }

    public static ImmutableArray<SequenceRecord> ReadSequences(RecordReader reader) =>
        ReadList(reader, static r => new SequenceRecord(new SequenceId(r.Int32()), r.Int64(), r.Bool()));
}

internal sealed record LoggedRows(int Rows, ColumnId[] Ids, ColumnVector[] Columns);

internal sealed record ChunkRecord(TableId Table, SegmentId Segment, int First, LoggedRows Rows);

internal sealed record CommitRecord(
    Catalog? Catalog, ImmutableArray<TableCommitRecord> Tables, ImmutableArray<(TableId Table, ImmutableArray<SegmentId> Segments)> Dropped);

internal sealed record TableCommitRecord(
    TableId Table,
    ImmutableArray<InsertRecord> Inserts,
    ImmutableArray<AdoptRecord> Adopted,
    ImmutableArray<(SegmentId Segment, DeleteBitmap Ordinals)> Deletes,
    ImmutableArray<(IndexId Index, SegmentId Segment, ObjectFileEntry File)> Indexes);

internal sealed record InsertRecord(SegmentId Segment, long First, LoggedRows Rows);

/// <summary>No file: the rows are in chunks.</summary>
internal sealed record AdoptRecord(SegmentId Segment, int Rows, ObjectFileEntry? File, DeleteBitmap Deleted);

/// <summary>No file: all rows of the inputs were deleted.</summary>
internal sealed record CompactionRecord(
    TableId Table,
    ImmutableArray<SegmentId> Inputs,
    SegmentId Output,
    ObjectFileEntry? File,
    DeleteBitmap Deleted,
    ImmutableArray<(IndexId Index, ObjectFileEntry File)> Indexes);

internal readonly record struct SequenceRecord(SequenceId Id, long Last, bool IsCalled);
