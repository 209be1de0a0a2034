using VectorData.Numerics;

namespace VectorData.Index.Hnsw;

/// <summary>An immutable HNSW graph read in place from one block of bytes.</summary>
public sealed class HnswGraph
{
    private HnswGraph()
    {
    }

    public VectorElement Element => throw new NotImplementedException();

    public VectorMetric Metric => throw new NotImplementedException();

    public int Dimensions => throw new NotImplementedException();

    public HnswOptions Options => throw new NotImplementedException();

    /// <summary>Rows of the segment, indexed or not.</summary>
    public int OrdinalCount => throw new NotImplementedException();

    /// <summary>Rows in the graph.</summary>
    public int IndexedCount => throw new NotImplementedException();

    /// <summary>Checks the header and that every part lies inside the block; <see cref="IndexFormatException"/> otherwise.</summary>
    public static HnswGraph Open(IndexBlock block) => throw new NotImplementedException();

    /// <summary>Reads every list and checks every id; for a database check.</summary>
    public void Verify(CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
