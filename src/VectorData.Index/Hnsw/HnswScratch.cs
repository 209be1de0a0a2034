using System.Runtime.CompilerServices;

namespace VectorData.Index.Hnsw;

/// <summary>
/// The working memory of one search or insert, reused by later ones: visited rows tagged with the number of the
/// search, candidates nearest on top, results farthest on top (keys complemented).
/// </summary>
internal sealed class HnswScratch
{
    private ushort[] _visited = [];
    private ushort _tag;

    public KeyHeap Candidates = new(256);
    public KeyHeap Results = new(256);

    /// <summary>Rows evaluated and allowed but not among the nearest of their batch, nearest on top; kept by iterators only.</summary>
    public KeyHeap Leftover = new(16);

    /// <summary>Unvisited neighbours of the node at hand and their distances; as long as the longest list.</summary>
    public int[] Ordinals = new int[256];
    public float[] Distances = new float[256];

    /// <summary>The nearest of the last layer search in ascending order.</summary>
    public ulong[] Sorted = new ulong[256];

    /// <summary>Picked neighbours, and the nearest of those not picked.</summary>
    public int[] Selected = new int[256];
    public int[] Pruned = new int[256];

    /// <summary>Distances computed since <see cref="Begin"/>.</summary>
    public int VisitedCount { get; set; }

    /// <summary>Starts a search: no row is visited.</summary>
    public void Begin(int ordinalCount)
    {
        if (_visited.Length < ordinalCount)
            Array.Resize(ref _visited, ordinalCount);
        BeginLayer();
        VisitedCount = 0;
        Leftover.Clear();
    }

    /// <summary>Forgets the visited rows, candidates and results.</summary>
    public void BeginLayer()
    {
        if (++_tag == 0)
        {
            Array.Clear(_visited);
            _tag = 1;
        }

        Candidates.Clear();
        Results.Clear();
    }

    /// <summary>Marks a row; true when it was not marked before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Visit(int ordinal)
    {
        if ((uint)ordinal >= (uint)_visited.Length)
            GrowVisited(ordinal);
        ref var tag = ref _visited[ordinal];
        if (tag == _tag)
            return false;
        tag = _tag;
        return true;
    }

    public bool IsVisited(int ordinal) => (uint)ordinal < (uint)_visited.Length && _visited[ordinal] == _tag;

    /// <summary>Moves the results to <see cref="Sorted"/> and returns how many.</summary>
    public int SortResults()
    {
        var keys = Results.Keys;
        if (Sorted.Length < keys.Length)
            Sorted = new ulong[Math.Max(keys.Length, Sorted.Length * 2)];
        for (var i = 0; i < keys.Length; i++)
            Sorted[i] = ~keys[i];
        Sorted.AsSpan(0, keys.Length).Sort();
        var count = keys.Length;
        Results.Clear();
        return count;
    }

    // A graph may grow while it is searched.
    private void GrowVisited(int ordinal) => Array.Resize(ref _visited, Math.Max(ordinal + 1, _visited.Length + (_visited.Length / 2)));
}

/// <summary>Keeps working memory for the searches that run at the same time.</summary>
internal sealed class HnswScratchPool
{
    private readonly HnswScratch?[] _idle = new HnswScratch?[Math.Max(4, Environment.ProcessorCount)];

    public HnswScratch Rent()
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is not null && Interlocked.Exchange(ref _idle[i], null) is { } scratch)
                return scratch;
        }

        return new HnswScratch();
    }

    public void Return(HnswScratch scratch)
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is null && Interlocked.CompareExchange(ref _idle[i], scratch, null) is null)
                return;
        }
    }
}
