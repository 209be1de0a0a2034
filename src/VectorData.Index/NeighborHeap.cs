namespace VectorData.Index;

/// <summary>The nearest of many hits, kept as a heap with the farthest on top in the caller's memory. Ties go to the lower ordinal; NaN is farthest.</summary>
internal ref struct NeighborHeap(Span<Neighbor> room)
{
    private readonly Span<Neighbor> _heap = room;

    public int Count { get; private set; }

    public readonly bool IsFull => Count == _heap.Length;

    /// <summary>The distance that a hit must not exceed to be taken.</summary>
    public readonly double Worst => IsFull ? _heap[0].Distance : double.NaN;

    public void Offer(int ordinal, double distance)
    {
        var hit = new Neighbor(ordinal, distance);
        if (!IsFull)
        {
            var child = Count++;
            while (child > 0)
            {
                var parent = (child - 1) / 2;
                if (!IsNearer(_heap[parent], hit))
                    break;
                _heap[child] = _heap[parent];
                child = parent;
            }

            _heap[child] = hit;
        }
        else if (Count > 0 && IsNearer(hit, _heap[0]))
        {
            SiftDown(hit, Count);
        }
    }

    /// <summary>Sorts nearest first; the heap is used up.</summary>
    public void Sort()
    {
        for (var end = Count - 1; end > 0; end--)
        {
            var last = _heap[end];
            _heap[end] = _heap[0];
            SiftDown(last, end);
        }
    }

    public static bool IsNearer(Neighbor left, Neighbor right)
    {
        if (left.Distance < right.Distance)
            return true;
        if (left.Distance > right.Distance)
            return false;
        if (left.Distance == right.Distance || (double.IsNaN(left.Distance) && double.IsNaN(right.Distance)))
            return left.Ordinal < right.Ordinal;
        return double.IsNaN(right.Distance);
    }

    private readonly void SiftDown(Neighbor hit, int count)
    {
        var at = 0;
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= count)
                break;
            if (child + 1 < count && IsNearer(_heap[child], _heap[child + 1]))
                child++;
            if (!IsNearer(hit, _heap[child]))
                break;
            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = hit;
    }
}
