using VectorData.Storage.Files;
using VectorData.Storage.Tables;

namespace VectorData;

/// <summary>What a database holds and how it is stored. Sizes in bytes.</summary>
public sealed record VectorDatabaseReport(long CommitSequence, long LogBytes, long UnflushedBytes, IReadOnlyList<TableReport> Tables)
{
    internal static VectorDatabaseReport From(StorageStatistics statistics) => new(
        statistics.Sequence.Value,
        statistics.LogBytes,
        statistics.UnflushedBytes,
        statistics.Tables.Select(TableReport.From).OrderBy(table => (table.Schema, table.Name)).ToList());
}

/// <summary>A table, its segments and its indexes.</summary>
public sealed record TableReport(
    string Schema,
    string Name,
    long LiveRows,
    long DeletedRows,
    long FileBytes,
    long MemoryBytes,
    IReadOnlyList<SegmentReport> Segments,
    IReadOnlyList<IndexReport> Indexes)
{
    internal static TableReport From(TableStatistics table) => new(
        table.Table.Schema,
        table.Table.Name,
        table.LiveRows,
        table.DeletedRows,
        table.FileBytes,
        table.MemoryBytes,
        table.Segments.Select(SegmentReport.From).ToList(),
        table.Table.Indexes.Select(index => IndexReport.From(table, index.Name)).ToList());
}

/// <summary>A sealed segment (with its file) or one in memory.</summary>
public sealed record SegmentReport(long Id, bool IsSealed, int Rows, int DeletedRows, long Bytes, string? File)
{
    internal static SegmentReport From(SegmentStatistics segment) =>
        new(segment.Segment.Value, segment.IsSealed, segment.Rows, segment.DeletedRows, segment.Bytes, segment.File);
}

/// <summary>An index over all segments; rows it does not cover yet are searched exactly.</summary>
public sealed record IndexReport(string Name, string Method, long IndexedRows, long Rows, long Bytes)
{
    internal static IndexReport From(TableStatistics table, string name)
    {
        var method = table.Table.Indexes.First(index => index.Name == name).Method;
        var parts = table.Segments.SelectMany(segment => segment.Indexes).Where(part => part.Index.Name == name).ToList();
        return new IndexReport(
            name, method.ToString().ToLowerInvariant(), parts.Sum(part => (long)part.IndexedRows), table.LiveRows + table.DeletedRows, parts.Sum(part => part.Bytes));
    }
}

/// <summary>Damage found in a file of the database; the offset is -1 when it concerns the whole file.</summary>
public sealed record DatabaseDefect(string File, long Offset, string Message)
{
    internal static DatabaseDefect From(FileDefect defect) => new(defect.File, defect.Offset, defect.What);
}
