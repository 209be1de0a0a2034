using VectorData.Core.Schema;

namespace VectorData.Storage.Segments;

/// <summary>A column of a segment file and the blocks that hold it.</summary>
internal sealed record SegmentColumn(ColumnId Id, SqlType Type)
{
    /// <summary>fixed width: rows x width; otherwise the rows' bytes one after another.</summary>
    public required FileBlock Data { get; init; }

    /// <summary>rows + 1 offsets into <see cref="Data"/> of variable-length rows, uint32 or uint64.</summary>
    public FileBlock? Offsets { get; init; }

    /// <summary>One byte a row, 1 for NULL; absent when no row is NULL.</summary>
    public FileBlock? Nulls { get; init; }

    /// <summary>One <see cref="ZoneEntry"/> for every <see cref="SegmentFormat.ZoneRows"/> rows.</summary>
    public required FileBlock Zones { get; init; }

    public bool HasWideOffsets { get; init; }

    /// <summary>Bytes the column takes in the file.</summary>
    public long Bytes => Data.Length + (Offsets?.Length ?? 0) + (Nulls?.Length ?? 0) + Zones.Length;
}
