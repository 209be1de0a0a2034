namespace VectorData.Index.Hnsw;

/// <summary>Walks the allowed rows of found nodes: each node, then the rows with the same vector.</summary>
internal struct HnswRows<TLinks>(TLinks links, RowFilter filter)
    where TLinks : struct, IHnswLinks
{
    private const int OnNode = -3;

    private readonly TLinks _links = links;
    private readonly RowFilter _filter = filter;
    private int _position;
    private int _cursor = OnNode;

    /// <summary>The next allowed row of the nodes, or -1.</summary>
    public int Next(ReadOnlySpan<ulong> nodes)
    {
        for (; _position < nodes.Length; _position++, _cursor = OnNode)
        {
            var node = RankKey.Ordinal(nodes[_position]);
            if (_cursor == OnNode)
            {
                _cursor = IHnswLinks.FirstDuplicate;
                if (_filter.Allows(node))
                    return node;
            }

            for (int duplicate; (duplicate = _links.NextDuplicate(node, ref _cursor)) >= 0;)
            {
                if (_filter.Allows(duplicate))
                    return duplicate;
            }
        }

        return -1;
    }
}
