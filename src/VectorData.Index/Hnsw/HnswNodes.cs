using VectorData.Index.Spaces;

namespace VectorData.Index.Hnsw;

/// <summary>
/// The nodes of a growing graph, in chunks that never move. Writers of one node's lists hold its lock; readers take none.
/// A list is its length followed by ids. Ids are written before the length, and every slot below the length always
/// holds the id of a complete node, so a reader sees a mixture of old and new neighbours at worst.
/// </summary>
internal sealed class HnswNodes(int m) : INormTable
{
    public const byte Absent = 0xFF;
    public const byte Duplicate = 0xFE;
    public const int MaxLevel = 62;
    private const int ChunkBits = 10;
    private const int ChunkRows = 1 << ChunkBits;
    private const int ChunkMask = ChunkRows - 1;
    private const int LockCount = 512;
    private const int NoRow = -1;

    private readonly Lock _growing = new();
    private readonly Lock[] _locks = Locks();
    private volatile Chunk[] _chunks = [];
    private long _entry = -1;
    private int _indexedCount;
    private int _duplicateCount;
    private long _upperBytes;

    public int M { get; } = m;

    public int MaxLinks0 { get; } = 2 * m;

    /// <summary>Rows that have room; ids are below it.</summary>
    public int Capacity => _chunks.Length * ChunkRows;

    public int IndexedCount => Volatile.Read(ref _indexedCount);

    public int DuplicateCount => Volatile.Read(ref _duplicateCount);

    /// <summary>Held while a node that rises above all others is inserted.</summary>
    public Lock EntryLock { get; } = new();

    public HnswEntry Entry
    {
        get
        {
            var packed = Volatile.Read(ref _entry);
            return packed < 0 ? HnswEntry.None : new HnswEntry((int)(packed >> 8), (int)(packed & 0xFF));
        }
        set => Volatile.Write(ref _entry, ((long)value.Node << 8) | (uint)value.Level);
    }

    public long AllocatedBytes =>
        (_chunks.Length * (long)ChunkRows * (((MaxLinks0 + 1) * sizeof(int)) + sizeof(byte) + sizeof(float) + (3 * sizeof(int)) + IntPtr.Size)) + Volatile.Read(ref _upperBytes);

    public Lock LockOf(int node) => _locks[node & (LockCount - 1)];

    public byte LevelOf(int node) => (uint)node < (uint)Capacity ? Volatile.Read(ref ChunkOf(node).Levels[node & ChunkMask]) : Absent;

    public float InverseNorm(int ordinal) => ChunkOf(ordinal).InverseNorms[ordinal & ChunkMask];

    public void SetInverseNorm(int ordinal, float value) => ChunkOf(ordinal).InverseNorms[ordinal & ChunkMask] = value;

    /// <summary>Makes room for a row.</summary>
    public void Reserve(int ordinal)
    {
        if (ordinal < Capacity)
            return;
        lock (_growing)
        {
            var chunks = _chunks;
            var wanted = (ordinal >> ChunkBits) + 1;
            if (wanted <= chunks.Length)
                return;
            Array.Resize(ref chunks, wanted);
            for (var i = _chunks.Length; i < wanted; i++)
                chunks[i] = new Chunk(MaxLinks0 + 1);
            _chunks = chunks;
        }
    }

    /// <summary>Gives a node that nothing links to yet its upper lists.</summary>
    public void SetUpper(int node, int level)
    {
        if (level == 0)
            return;
        ChunkOf(node).Upper[node & ChunkMask] = new int[level * (M + 1)];
        Interlocked.Add(ref _upperBytes, level * (M + 1) * sizeof(int));
    }

    /// <summary>Publishes a node whose own lists are complete. Links to it follow.</summary>
    public void Publish(int node, int level)
    {
        Volatile.Write(ref ChunkOf(node).Levels[node & ChunkMask], (byte)level);
        Interlocked.Increment(ref _indexedCount);
    }

    /// <summary>Enters a row as a duplicate of a node. The caller holds the node's lock.</summary>
    public void PublishDuplicate(int ordinal, int node)
    {
        var chunk = ChunkOf(node);
        ChunkOf(ordinal).NextDuplicate[ordinal & ChunkMask] = chunk.FirstDuplicate[node & ChunkMask];
        Volatile.Write(ref ChunkOf(ordinal).Levels[ordinal & ChunkMask], Duplicate);
        Volatile.Write(ref chunk.FirstDuplicate[node & ChunkMask], ordinal);
        Interlocked.Increment(ref _duplicateCount);
        Interlocked.Increment(ref _indexedCount);
    }

    /// <summary>The next duplicate of a node; see <see cref="IHnswLinks.NextDuplicate"/>.</summary>
    public int NextDuplicate(int node, ref int cursor)
    {
        if (cursor == IHnswLinks.FirstDuplicate)
            cursor = Volatile.Read(ref ChunkOf(node).FirstDuplicate[node & ChunkMask]);
        var ordinal = cursor;
        if (ordinal != NoRow)
            cursor = ChunkOf(ordinal).NextDuplicate[ordinal & ChunkMask];
        return ordinal;
    }

    /// <summary>The neighbours of a node; the memory may change while it is read.</summary>
    public ReadOnlySpan<int> Links(int node, int level)
    {
        var list = List(node, level);
        return list.Slice(1, Volatile.Read(ref list[0]));
    }

    /// <summary>Overwrites a list. The caller holds the node's lock, or nothing links to the node yet.</summary>
    public void SetLinks(int node, int level, ReadOnlySpan<int> links)
    {
        var list = List(node, level);
        if (level == 0)
        {
            CountLinks(links, 1);
            CountLinks(list.Slice(1, list[0]), -1);
        }

        links.CopyTo(list[1..]);
        Volatile.Write(ref list[0], links.Length);
    }

    /// <summary>Appends to a list when there is room. The caller holds the node's lock.</summary>
    public bool TryAppend(int node, int level, int id)
    {
        var list = List(node, level);
        var count = list[0];
        if (count == list.Length - 1)
            return false;
        if (level == 0)
            CountLinks(new ReadOnlySpan<int>(in id), 1);
        list[count + 1] = id;
        Volatile.Write(ref list[0], count + 1);
        return true;
    }

    /// <summary>How many lists of layer 0 name the node.</summary>
    public int InDegree(int node) => Volatile.Read(ref ChunkOf(node).InDegrees[node & ChunkMask]);

    private void CountLinks(ReadOnlySpan<int> links, int change)
    {
        foreach (var id in links)
            Interlocked.Add(ref ChunkOf(id).InDegrees[id & ChunkMask], change);
    }

    private Span<int> List(int node, int level)
    {
        var chunk = ChunkOf(node);
        var row = node & ChunkMask;
        return level == 0
            ? chunk.Links.AsSpan(row * (MaxLinks0 + 1), MaxLinks0 + 1)
            : chunk.Upper[row].AsSpan((level - 1) * (M + 1), M + 1);
    }

    private Chunk ChunkOf(int node) => _chunks[node >> ChunkBits];

    private static Lock[] Locks()
    {
        var locks = new Lock[LockCount];
        for (var i = 0; i < locks.Length; i++)
            locks[i] = new Lock();
        return locks;
    }

    private sealed class Chunk
    {
        public readonly int[] Links;
        public readonly byte[] Levels = new byte[ChunkRows];
        public readonly float[] InverseNorms = new float[ChunkRows];
        public readonly int[] InDegrees = new int[ChunkRows];
        public readonly int[] FirstDuplicate = new int[ChunkRows];
        public readonly int[] NextDuplicate = new int[ChunkRows];
        public readonly int[]?[] Upper = new int[ChunkRows][];

        public Chunk(int stride)
        {
            Links = new int[ChunkRows * stride];
            Array.Fill(Levels, Absent);
            Array.Fill(FirstDuplicate, NoRow);
            Array.Fill(NextDuplicate, NoRow);
        }
    }
}

/// <summary>The edges of a growing graph.</summary>
internal readonly struct HnswNodeLinks(HnswNodes nodes) : IHnswLinks
{
    private readonly HnswNodes _nodes = nodes;

    public int OrdinalCount => _nodes.Capacity;

    public int IndexedCount => _nodes.IndexedCount;

    public int M => _nodes.M;

    public HnswEntry Entry => _nodes.Entry;

    public ReadOnlySpan<int> Links(int node, int level) => _nodes.Links(node, level);

    public bool IsIndexed(int ordinal) => _nodes.LevelOf(ordinal) != HnswNodes.Absent;

    public int NextDuplicate(int node, ref int cursor) => _nodes.DuplicateCount == 0 ? -1 : _nodes.NextDuplicate(node, ref cursor);

    public void CheckId(int id)
    {
    }

    public void Prefetch(int node)
    {
    }
}
