namespace VectorData.Index.Hnsw;

/// <summary>The highest node and its layer; no node when the graph is empty.</summary>
internal readonly record struct HnswEntry(int Node, int Level)
{
    public static readonly HnswEntry None = new(-1, 0);

    public bool Exists => Node >= 0;
}

/// <summary>The edges of a graph, growing or serialised. Implementations are structs, so that traversal is compiled for each.</summary>
internal interface IHnswLinks
{
    /// <summary>Ids of nodes are below it.</summary>
    int OrdinalCount { get; }

    /// <summary>Rows in the graph, duplicates included.</summary>
    int IndexedCount { get; }

    /// <summary>Links per node above layer 0.</summary>
    int M { get; }

    HnswEntry Entry { get; }

    /// <summary>The neighbours of a node on a layer that the node is on.</summary>
    ReadOnlySpan<int> Links(int node, int level);

    /// <summary>Whether a row is in the graph, as a node or as a duplicate of one.</summary>
    bool IsIndexed(int ordinal);

    /// <summary>The next row with exactly the vector of a node, or -1. The cursor starts at <see cref="FirstDuplicate"/>.</summary>
    int NextDuplicate(int node, ref int cursor);

    /// <summary>Throws when a neighbour's id is out of bounds.</summary>
    void CheckId(int id);

    void Prefetch(int node);

    const int FirstDuplicate = -2;
}
