using System.Collections;
using System.Runtime.CompilerServices;

namespace VectorData.Query.Binding.Expressions;

/// <summary>An immutable list that is equal to a list of equal elements.</summary>
[CollectionBuilder(typeof(BoundList), nameof(BoundList.Create))]
internal sealed class BoundList<T> : IReadOnlyList<T>, IEquatable<BoundList<T>>
{
    private readonly T[] _items;

    internal BoundList(T[] items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public ReadOnlySpan<T> AsSpan() => _items;

    public bool Equals(BoundList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as BoundList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}

internal static class BoundList
{
    public static BoundList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
