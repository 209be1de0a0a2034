using System.Globalization;
using VectorData.Core.Schema;

namespace VectorData.Storage.Segments;

/// <summary>
/// The blocks of a segment file, in the container of <see cref="BlockFileFormat"/>:
/// <code>
/// segment           i64 rows, i32 columns, then for each column 16 bytes:
///                   i32 id, u8 type kind, u8 element kind, u8 flags (1 nulls, 2 uint64 offsets), u8 zero, i32 modifier, i32 width
/// column.{id}.data     fixed width: rows x width bytes; variable length: the bytes of all rows
/// column.{id}.offsets  variable length only: rows + 1 offsets, uint32, or uint64 when the data has 4 GiB or more
/// column.{id}.nulls    only when a row is NULL: one byte a row, 1 for NULL
/// column.{id}.zones    40 bytes for every 4,096 rows, see ZoneEntry
/// </code>
/// and blocks of the caller's, whose names do not begin with "column." or "segment".
/// </summary>
internal static class SegmentFormat
{
    public const int ZoneRows = 4096;
    public const int MetaHeaderSize = 12;
    public const int MetaColumnSize = 16;
    public const byte HasNulls = 1;
    public const byte HasWideOffsets = 2;
    public const string MetaBlock = "segment";

    public static BlockFileKind Kind => new("segment", 1);

    public static int ZonesOf(int rows) => (int)(((long)rows + ZoneRows - 1) / ZoneRows);

    public static string DataBlock(ColumnId column) => Name(column, "data");

    public static string OffsetsBlock(ColumnId column) => Name(column, "offsets");

    public static string NullsBlock(ColumnId column) => Name(column, "nulls");

    public static string ZonesBlock(ColumnId column) => Name(column, "zones");

    private static string Name(ColumnId column, string part) => string.Create(CultureInfo.InvariantCulture, $"column.{column.Value}.{part}");
}
