namespace VectorData.Index.Hnsw;

/// <summary>Nearest-neighbour search over a graph and its vectors. Thread-safe; a search allocates nothing once warm.</summary>
public abstract class HnswSearcher
{
    private protected HnswSearcher()
    {
    }

    /// <summary>Searches an immutable graph whose vectors are in <paramref name="source"/>.</summary>
    public static HnswSearcher Create(HnswGraph graph, IVectorSource source) => throw new NotImplementedException();

    /// <summary>
    /// Fills <paramref name="results"/> with the nearest allowed rows, nearest first, and returns how many. Never fewer than
    /// asked for when that many allowed rows are indexed.
    /// </summary>
    /// <param name="query">Vector of the graph's element kind and dimensions.</param>
    /// <param name="ef">Width of the beam (hnsw.ef_search); raised to the number of results.</param>
    /// <param name="filter">Rows that may be returned, or null for all.</param>
    /// <param name="results">Room for k hits.</param>
    /// <param name="ordinalCount">Only rows below it are returned: a snapshot's view of a growing segment.</param>
    public abstract int Search(VectorQuery query, int ef, IOrdinalFilter? filter, Span<Neighbor> results, int ordinalCount = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>A search that goes on: further rows in batches of about <paramref name="ef"/>, until every allowed indexed row was given. Copies the query.</summary>
    public abstract HnswIterator Iterate(VectorQuery query, int ef, IOrdinalFilter? filter, int ordinalCount = int.MaxValue);
}
