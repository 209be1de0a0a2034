namespace VectorData.Index.Scalar;

/// <summary>The growable twin of <see cref="HashIndex"/> for a segment in memory: one writer at a time, readers without locks.</summary>
public sealed class GrowingHashIndex
{
    /// <summary>Number of entries.</summary>
    public int Count => throw new NotImplementedException();

    public long AllocatedBytes => throw new NotImplementedException();

    /// <summary>Enters an ordinal under a key's hash. One writer at a time.</summary>
    public void Add(ulong hash, int ordinal) => throw new NotImplementedException();

    /// <summary>The ordinals entered under exactly this hash, newest first. Entries added meanwhile may be missed.</summary>
    public Matches Find(ulong hash) => throw new NotImplementedException();

    /// <summary>Enumerates ordinals without allocating.</summary>
    public ref struct Matches
    {
        public int Current { get; private set; }

        public readonly Matches GetEnumerator() => this;

        public bool MoveNext() => throw new NotImplementedException();
    }
}
