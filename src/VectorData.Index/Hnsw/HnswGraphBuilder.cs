using System.Buffers;
using VectorData.Numerics;

namespace VectorData.Index.Hnsw;

/// <summary>
/// An HNSW graph in memory that grows by inserts (Malkov and Yashunin, "Efficient and robust approximate nearest
/// neighbor search using hierarchical navigable small world graphs", algorithms 1 to 5). Inserts from many threads
/// and searches may run together; searches never wait.
/// </summary>
public abstract class HnswGraphBuilder
{
    private protected HnswGraphBuilder()
    {
    }

    public abstract HnswOptions Options { get; }

    public abstract VectorMetric Metric { get; }

    /// <summary>Number of rows in the graph.</summary>
    public abstract int IndexedCount { get; }

    /// <summary>Bytes held by the graph.</summary>
    public abstract long AllocatedBytes { get; }

    /// <summary>Searches the graph as it grows. Thread-safe.</summary>
    public abstract HnswSearcher Searcher { get; }

    /// <summary>An empty graph over the vectors of <paramref name="source"/>.</summary>
    public static HnswGraphBuilder Create(IVectorSource source, VectorMetric metric, HnswOptions? options = null) => throw new NotImplementedException();

    /// <summary>
    /// Inserts a row; its vector must be readable. False when the vector cannot be indexed: zero or not finite under cosine.
    /// A row is added once; do not add rows whose vector is NULL. Thread-safe.
    /// </summary>
    public abstract bool Add(int ordinal, CancellationToken cancellationToken = default);

    /// <summary>Inserts the allowed rows below <paramref name="count"/> on several threads. Progress is given the number of rows done.</summary>
    public abstract void AddAll(int count, IOrdinalFilter? filter, int degreeOfParallelism, IProgress<int>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Writes the graph as the block that <see cref="HnswGraph.Open"/> reads, for ordinals below <paramref name="ordinalCount"/>. No insert may run.</summary>
    public abstract void WriteTo(Stream stream, int ordinalCount);

    /// <inheritdoc cref="WriteTo(Stream, int)"/>
    public abstract void WriteTo(IBufferWriter<byte> writer, int ordinalCount);
}
