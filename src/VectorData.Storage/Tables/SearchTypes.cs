using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;

namespace VectorData.Storage.Tables;

/// <summary>
/// What is known of a block's values without reading them: no value is below the minimum or above the maximum (text in byte
/// order, NaN above all numbers); a bound that is NULL is not known.
/// </summary>
public readonly record struct ZoneMap(Value Minimum, Value Maximum, int NullCount);

/// <summary>One end of a key range: values for the first columns of an index; no values: unbounded.</summary>
public readonly record struct KeyBound(ImmutableArray<Value> Values, bool Inclusive)
{
    public static KeyBound Unbounded => new([], true);

    public bool IsUnbounded => Values.IsDefaultOrEmpty;
}

/// <summary>Rows first..first+count of a segment.</summary>
public readonly record struct RowRange(SegmentId Segment, int First, int Count);

/// <summary>How a vector search went over a segment.</summary>
public enum VectorSearchStrategy
{
    /// <summary>Every allowed vector was compared.</summary>
    Exact,

    /// <summary>The graph was followed.</summary>
    Graph,

    /// <summary>The graph was followed, and rows that it does not cover were compared.</summary>
    GraphAndExact,
}

/// <summary>What searches over segments did; for EXPLAIN ANALYZE. One trace may serve many searches of one thread.</summary>
public sealed class VectorSearchTrace
{
    private readonly List<SegmentTrace> _segments = [];

    public IReadOnlyList<SegmentTrace> Segments => _segments;

    internal void Add(SegmentTrace segment) => _segments.Add(segment);

    public readonly record struct SegmentTrace(SegmentId Segment, VectorSearchStrategy Strategy, int AllowedRows, int ComparedRows);
}

/// <summary>A vector search that goes on: batches of hits, nearest first, each row once.</summary>
public abstract class VectorIterator : IDisposable
{
    private protected VectorIterator()
    {
    }

    /// <summary>Fills the next hits and returns how many; 0 when every allowed row was given.</summary>
    public abstract int Next(Span<Neighbor> hits, CancellationToken cancellationToken);

    public abstract void Dispose();
}
