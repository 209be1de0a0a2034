namespace VectorData.Storage.Segments;

/// <summary>A list that grows by pages and never moves what it holds.</summary>
internal sealed class PagedList<T>
{
    private const int PageShift = 14;
    private const int PageMask = (1 << PageShift) - 1;

    private readonly List<T[]> _pages = [];

    public int Count { get; private set; }

    public T this[int index] => _pages[index >> PageShift][index & PageMask];

    public void Add(T item)
    {
        if ((Count & PageMask) == 0)
            _pages.Add(new T[1 << PageShift]);
        _pages[Count >> PageShift][Count & PageMask] = item;
        Count++;
    }
}
