namespace VectorData.Index.Hnsw;

/// <summary>A resumable search. Each batch is nearest first and holds rows not given before; a later batch may hold a row slightly nearer than the last of an earlier one.</summary>
public abstract class HnswIterator : IDisposable
{
    private protected HnswIterator()
    {
    }

    /// <summary>Rows whose distance was computed so far.</summary>
    public abstract int VisitedCount { get; }

    /// <summary>Fills the next rows and returns how many; 0 when every allowed indexed row was given.</summary>
    public abstract int Next(Span<Neighbor> batch, CancellationToken cancellationToken = default);

    public abstract void Dispose();
}
