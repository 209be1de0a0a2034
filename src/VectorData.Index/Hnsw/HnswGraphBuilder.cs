using System.Buffers;
using VectorData.Index.Spaces;
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
    public static HnswGraphBuilder Create(IVectorSource source, VectorMetric metric, HnswOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= HnswOptions.Default;
        options.Validate();
        var nodes = new HnswNodes(options.M);
        return VectorSpaces.Accept(source, metric, nodes, new Creation(source, metric, options, nodes));
    }

    /// <summary>
    /// Inserts a row; its vector must be readable. False when the vector cannot be indexed: zero or not finite under cosine.
    /// A row that is in the graph stays as it is, so that a cancelled build can go on; do not add one row from two threads, nor rows
    /// whose vector is NULL. Thread-safe.
    /// </summary>
    public abstract bool Add(int ordinal, CancellationToken cancellationToken = default);

    /// <summary>Inserts the allowed rows below <paramref name="count"/> on several threads. Progress is given the number of rows done.</summary>
    public abstract void AddAll(int count, IOrdinalFilter? filter, int degreeOfParallelism, IProgress<int>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Links every node that inserts have cut off from the entry on layer 0; returns how many there were. No insert may run.
    /// Writing the graph does it.
    /// </summary>
    public abstract int ConnectUnreachable(CancellationToken cancellationToken = default);

    /// <summary>Writes the graph as the block that <see cref="HnswGraph.Open"/> reads, for ordinals below <paramref name="ordinalCount"/>. No insert may run.</summary>
    public abstract void WriteTo(IBufferWriter<byte> writer, int ordinalCount);

    /// <inheritdoc cref="WriteTo(IBufferWriter{byte}, int)"/>
    public void WriteTo(Stream stream, int ordinalCount)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new StreamBufferWriter(stream);
        WriteTo(writer, ordinalCount);
        writer.Flush();
    }

    private sealed class Creation(IVectorSource source, VectorMetric metric, HnswOptions options, HnswNodes nodes) : ISpaceVisitor<HnswGraphBuilder>
    {
        public HnswGraphBuilder Visit<TSpace, TPoint>(TSpace space)
            where TSpace : struct, IVectorSpace<TPoint>
            where TPoint : struct, allows ref struct => new HnswGraphBuilder<TSpace, TPoint>(space, source, metric, options, nodes);
    }
}
