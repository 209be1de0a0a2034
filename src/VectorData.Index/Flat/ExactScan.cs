using VectorData.Index.Spaces;

namespace VectorData.Index.Flat;

/// <summary>A further condition on the rows of a scan.</summary>
internal interface IRowTest
{
    bool Passes(int ordinal);
}

internal readonly struct EveryRow : IRowTest
{
    public bool Passes(int ordinal) => true;
}

/// <summary>Reads the allowed rows in batches and keeps the nearest.</summary>
internal static class ExactScan
{
    private const int BatchLength = 64;
    private const int BatchesPerPoll = 64;

    /// <summary>Fills the results nearest first and returns how many.</summary>
    public static int Run<TSpace, TPoint, TTest>(TSpace space, TPoint query, RowFilter filter, int ordinalCount, TTest test, Span<Neighbor> results, CancellationToken cancellationToken)
        where TSpace : struct, IVectorSpace<TPoint>
        where TPoint : struct, allows ref struct
        where TTest : struct, IRowTest
    {
        cancellationToken.ThrowIfCancellationRequested();
        var heap = new NeighborHeap(results);
        if (results.IsEmpty)
            return 0;
        Span<int> ordinals = stackalloc int[BatchLength];
        Span<double> values = stackalloc double[BatchLength];
        var end = Math.Min(ordinalCount, filter.End);
        int next = 0, batches = 0;
        while (next < end)
        {
            var count = 0;
            while (count < BatchLength && (next = filter.NextAllowed(next, end)) < end)
            {
                if (test.Passes(next))
                {
                    space.Prefetch(next);
                    ordinals[count++] = next;
                }

                next++;
            }

            space.Values(query, ordinals[..count], values);
            for (var i = 0; i < count; i++)
            {
                if (!(values[i] > heap.Worst))
                    heap.Offer(ordinals[i], values[i]);
            }

            if (++batches % BatchesPerPoll == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        heap.Sort();
        return heap.Count;
    }
}
