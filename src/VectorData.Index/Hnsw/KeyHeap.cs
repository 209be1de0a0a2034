using System.Runtime.CompilerServices;

namespace VectorData.Index.Hnsw;

/// <summary>A heap of <see cref="RankKey"/>s with the smallest on top. The largest is on top when keys go in and out complemented.</summary>
internal struct KeyHeap(int capacity)
{
    private ulong[] _keys = new ulong[capacity];

    public int Count { get; private set; }

    public readonly ulong Top => _keys[0];

    /// <summary>The keys in no order.</summary>
    public readonly Span<ulong> Keys => _keys.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Push(ulong key)
    {
        if (Count == _keys.Length)
            Array.Resize(ref _keys, Math.Max(16, _keys.Length * 2));
        var keys = _keys;
        var child = Count++;
        while (child > 0)
        {
            var parent = (child - 1) >> 1;
            if (keys[parent] <= key)
                break;
            keys[child] = keys[parent];
            child = parent;
        }

        keys[child] = key;
    }

    public ulong Pop()
    {
        var top = _keys[0];
        var last = _keys[--Count];
        if (Count > 0)
            SiftDown(last);
        return top;
    }

    /// <summary>Pops the top and pushes a key.</summary>
    public ulong Replace(ulong key)
    {
        var top = _keys[0];
        SiftDown(key);
        return top;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void SiftDown(ulong key)
    {
        var keys = _keys.AsSpan(0, Count);
        var at = 0;
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= keys.Length)
                break;
            if (child + 1 < keys.Length && keys[child + 1] < keys[child])
                child++;
            if (keys[child] >= key)
                break;
            keys[at] = keys[child];
            at = child;
        }

        keys[at] = key;
    }
}
