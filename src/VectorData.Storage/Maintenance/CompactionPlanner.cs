using VectorData.Storage.Tables;

namespace VectorData.Storage.Maintenance;

/// <summary>Picks the segments of a table to merge: size-tiered, so that each row is rewritten a logarithmic number of times.</summary>
internal static class CompactionPlanner
{
    // Segments of one tier differ at most by this factor.
    private const double TierFactor = 4;

    // Below it, sizes make no tiers of their own.
    private const long SmallBytes = 1 << 20;

    /// <summary>The segments to merge next, in the table's order; empty when there is nothing to do.</summary>
    public static IReadOnlyList<SegmentVersion> Pick(TableVersion table, StorageOptions options)
    {
        var candidates = table.Segments.Where(segment => segment.Segment.IsSealed).ToArray();
        foreach (var segment in candidates)
            if (segment.Deletes.Count > segment.Rows * options.CompactionDeletedShare)
                return [segment];
        var bySize = candidates.OrderBy(LiveBytes).ToArray();
        for (var start = 0; start + options.CompactionFanIn <= bySize.Length; start++)
        {
            var most = Math.Max(LiveBytes(bySize[start]) * TierFactor, SmallBytes);
            var group = new List<SegmentVersion>();
            double bytes = 0;
            long rows = 0;
            for (var i = start; i < bySize.Length && LiveBytes(bySize[i]) <= most; i++)
            {
                bytes += LiveBytes(bySize[i]);
                rows += bySize[i].LiveRows;
                if (bytes > options.MaxSegmentBytes || rows > options.MaxSegmentRows)
                    break;
                group.Add(bySize[i]);
            }

            if (group.Count >= options.CompactionFanIn)
                return InOrder(table, group);
        }

        return [];
    }

    /// <summary>Everything that can be merged or purged, for an explicit request: groups in the table's order.</summary>
    public static IReadOnlyList<SegmentVersion> PickAll(TableVersion table, StorageOptions options)
    {
        var group = new List<SegmentVersion>();
        double bytes = 0;
        long rows = 0;
        foreach (var segment in table.Segments.Where(segment => segment.Segment.IsSealed))
        {
            var isLarge = bytes + LiveBytes(segment) > options.MaxSegmentBytes || rows + segment.LiveRows > options.MaxSegmentRows;
            if (isLarge && (group.Count > 1 || group.Exists(picked => !picked.Deletes.IsEmpty)))
                return group;
            if (isLarge)
            {
                group.Clear();
                bytes = 0;
                rows = 0;
            }

            group.Add(segment);
            bytes += LiveBytes(segment);
            rows += segment.LiveRows;
        }

        return group.Count > 1 || group.Exists(segment => !segment.Deletes.IsEmpty) ? group : [];
    }

    private static double LiveBytes(SegmentVersion segment) => (double)segment.Segment.Bytes * segment.LiveRows / Math.Max(1, segment.Rows);

    private static SegmentVersion[] InOrder(TableVersion table, List<SegmentVersion> group) =>
        table.Segments.Where(segment => group.Contains(segment)).ToArray();
}
