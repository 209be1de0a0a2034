using System.Numerics;
using VectorData.Index;

namespace VectorData.Storage.Tables;

/// <summary>A mutable set of a segment's ordinals, as a filter for vector searches.</summary>
public sealed class OrdinalBitmap(int length) : IOrdinalFilter
{
    private readonly ulong[] _words = new ulong[(length + 63) / 64];
    private int _count = -1;

    /// <summary>Ordinals are below it.</summary>
    public int Length { get; } = length;

    /// <summary>Ordinals in the set.</summary>
    public int Count
    {
        get
        {
            if (_count >= 0)
                return _count;
            var count = 0;
            foreach (var word in _words)
                count += BitOperations.PopCount(word);
            return _count = count;
        }
    }

    /// <summary>64 ordinals a word, lowest bit first.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    int? IOrdinalFilter.AllowedCount => Count;

    public bool this[int ordinal] => (uint)ordinal < (uint)Length && (_words[ordinal >> 6] & (1UL << ordinal)) != 0;

    public void Add(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)Length, nameof(ordinal));
        _words[ordinal >> 6] |= 1UL << ordinal;
        _count = -1;
    }

    /// <summary>Adds start..end.</summary>
    public void AddRange(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)end, (uint)Length, nameof(end));
        while (start < end && (start & 63) != 0)
            Add(start++);
        for (; start + 64 <= end; start += 64)
            _words[start >> 6] = ulong.MaxValue;
        while (start < end)
            Add(start++);
        _count = -1;
    }

    /// <summary>Adds the given rows of a block that starts at <paramref name="start"/>.</summary>
    public void AddRows(int start, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            Add(start + row);
    }

    public void Remove(int ordinal)
    {
        _words[ordinal >> 6] &= ~(1UL << ordinal);
        _count = -1;
    }

    /// <summary>Takes out rows that are deleted.</summary>
    public void Remove(DeleteBitmap deleted)
    {
        deleted.MaskInto(_words);
        _count = -1;
    }

    /// <summary>Keeps only what is in both.</summary>
    public void And(OrdinalBitmap other)
    {
        for (var i = 0; i < _words.Length; i++)
            _words[i] &= i < other._words.Length ? other._words[i] : 0;
        _count = -1;
    }

    public OrdinalBitmap Copy()
    {
        var copy = new OrdinalBitmap(Length);
        _words.CopyTo(copy._words, 0);
        return copy;
    }

    public bool Allows(int ordinal) => this[ordinal];

    public int NextAllowed(int ordinal, int end)
    {
        end = Math.Min(end, Length);
        while (ordinal < end)
        {
            var word = _words[ordinal >> 6] >> ordinal;
            if (word != 0)
                return Math.Min(end, ordinal + BitOperations.TrailingZeroCount(word));
            ordinal = (ordinal | 63) + 1;
        }

        return end;
    }
}
