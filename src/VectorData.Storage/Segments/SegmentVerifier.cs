using System.Runtime.InteropServices;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Files;

namespace VectorData.Storage.Segments;

/// <summary>Checks what must hold between the blocks of a segment whose pages are sound.</summary>
internal static class SegmentVerifier
{
    public static IReadOnlyList<FileDefect> Verify(SegmentReader segment, BlockFileReader file, CancellationToken cancellationToken)
    {
        var defects = new List<FileDefect>();
        foreach (var column in segment.Columns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (column.Offsets is not null)
                    CheckOffsets(segment, column, file);
                for (var zone = 0; zone < segment.ZoneCount; zone++)
                    CheckZone(segment, column, zone, file);
            }
            catch (VectorDbException e)
            {
                defects.Add(FileDefect.From(file.File, e));
            }
        }

        return defects;
    }

    private static void CheckOffsets(SegmentReader segment, SegmentColumn column, BlockFileReader file)
    {
        var offsets = column.Offsets!.Value;
        var before = segment.OffsetAt(column, 0);
        if (before != 0)
            throw file.Corrupt(offsets.Offset, $"column {column.Id.Value} begins at byte {before} of its data");
        for (var row = 1; row <= segment.RowCount; row++)
        {
            var offset = segment.OffsetAt(column, row);
            if (offset < before)
                throw file.Corrupt(offsets.Offset, $"row {row - 1} of column {column.Id.Value} ends before it begins");
            before = offset;
        }

        if (before != column.Data.Length)
            throw file.Corrupt(offsets.Offset, $"the rows of column {column.Id.Value} have {before} bytes, its data has {column.Data.Length}");
    }

    private static void CheckZone(SegmentReader segment, SegmentColumn column, int zone, BlockFileReader file)
    {
        var start = zone * SegmentFormat.ZoneRows;
        var count = Math.Min(SegmentFormat.ZoneRows, segment.RowCount - start);
        var stored = segment.ZoneOf(column, zone);
        CheckFlags(column, start, count, stored.NullCount, file);
        var builder = ZoneBuilder.For(column.Type);
        builder.Add(segment.ReadColumn(column.Id, start, count));
        if (!builder.Finish().SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<ZoneEntry>(in stored))))
            throw file.Corrupt(column.Zones.Offset + ((long)zone * ZoneEntry.Size), $"zone {zone} of column {column.Id.Value} does not describe its rows");
    }

    private static void CheckFlags(SegmentColumn column, int start, int count, int nullCount, BlockFileReader file)
    {
        var nulls = column.Nulls is { } block ? file.GetSpan<byte>(block, start, count) : default;
        if (nulls.ContainsAnyInRange((byte)2, (byte)255))
            throw file.Corrupt(column.Nulls!.Value.Offset + start, $"a NULL flag of column {column.Id.Value} is neither 0 nor 1");
        if (nulls.Count((byte)1) != nullCount)
            throw file.Corrupt(column.Zones.Offset, $"column {column.Id.Value} has {nulls.Count((byte)1)} NULLs from row {start} on, its zone says {nullCount}");
        if (column.Type.Physical == PhysicalType.Boolean && file.GetSpan<byte>(column.Data, start, count).ContainsAnyInRange((byte)2, (byte)255))
            throw file.Corrupt(column.Data.Offset + start, $"a boolean of column {column.Id.Value} is neither 0 nor 1");
    }
}
