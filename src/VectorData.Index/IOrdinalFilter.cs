namespace VectorData.Index;

/// <summary>Which rows of a segment a search may return: not deleted, visible, matching the predicate, vector not NULL.</summary>
public interface IOrdinalFilter
{
    /// <summary>Number of allowed rows when known; it picks the strategy (exact scan or graph).</summary>
    int? AllowedCount { get; }

    /// <summary>Whether the row may be returned.</summary>
    bool Allows(int ordinal);

    /// <summary>The first allowed ordinal at or after <paramref name="ordinal"/> and below <paramref name="end"/>, or <paramref name="end"/>. Bitmaps override it.</summary>
    int NextAllowed(int ordinal, int end)
    {
        while (ordinal < end && !Allows(ordinal))
            ordinal++;
        return ordinal;
    }
}
