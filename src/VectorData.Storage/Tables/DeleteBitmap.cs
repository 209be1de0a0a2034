using System.Numerics;

namespace VectorData.Storage.Tables;

/// <summary>
/// Which rows of a segment are deleted. Immutable and persistent: changing it copies only the touched pages of
/// <see cref="PageRows"/> rows, so that every snapshot keeps its own at the price of what differs.
/// </summary>
public sealed class DeleteBitmap
{
    /// <summary>Rows of a page; the same as a segment's block.</summary>
    public const int PageRows = 4096;

    private const int PageShift = 12;
    private const int PageWords = PageRows / 64;

    private readonly Page?[] _pages;

    private DeleteBitmap(Page?[] pages, int count)
    {
        _pages = pages;
        Count = count;
    }

    public static DeleteBitmap Empty { get; } = new([], 0);

    /// <summary>Deleted rows.</summary>
    public int Count { get; }

    public bool IsEmpty => Count == 0;

    public bool IsDeleted(int ordinal)
    {
        var page = ordinal >> PageShift;
        return page < _pages.Length && _pages[page] is { } found && found.Has(ordinal & (PageRows - 1));
    }

    /// <summary>The bits of a block, 64 words, lowest bit first; empty when no row of it is deleted.</summary>
    public ReadOnlySpan<ulong> Block(int block) => block < _pages.Length && _pages[block] is { } page ? page.Words : default;

    /// <summary>Deleted rows in start..end.</summary>
    public int CountIn(int start, int end)
    {
        var count = 0;
        for (var block = start >> PageShift; block < _pages.Length && block << PageShift < end; block++)
        {
            if (_pages[block] is not { } page)
                continue;
            var first = block << PageShift;
            if (start <= first && end >= first + PageRows)
            {
                count += page.Count;
                continue;
            }

            for (var row = Math.Max(start, first); row < Math.Min(end, first + PageRows); row++)
                count += page.Has(row & (PageRows - 1)) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Clears the bits of deleted rows; bit i of <paramref name="words"/> is row i.</summary>
    public void MaskInto(Span<ulong> words)
    {
        for (var block = 0; block < _pages.Length && block * PageWords < words.Length; block++)
        {
            if (_pages[block] is not { } page)
                continue;
            var target = words.Slice(block * PageWords, Math.Min(PageWords, words.Length - (block * PageWords)));
            for (var i = 0; i < target.Length; i++)
                target[i] &= ~page.Words[i];
        }
    }

    /// <summary>Writes the live rows of start..start+count as numbers from 0 (relative to start) and returns how many there are.</summary>
    public int LiveRows(int start, int count, Span<int> rows)
    {
        var live = 0;
        for (var i = 0; i < count; i++)
            if (!IsDeleted(start + i))
                rows[live++] = i;
        return live;
    }

    /// <summary>Every deleted ordinal, ascending.</summary>
    public IEnumerable<int> Ordinals()
    {
        for (var block = 0; block < _pages.Length; block++)
        {
            if (_pages[block] is not { } page)
                continue;
            for (var word = 0; word < PageWords; word++)
                for (var bits = page.Words[word]; bits != 0; bits &= bits - 1)
                    yield return (block << PageShift) + (word << 6) + BitOperations.TrailingZeroCount(bits);
        }
    }

    /// <summary>This and one more row.</summary>
    public DeleteBitmap With(int ordinal) => With([ordinal]);

    /// <summary>This and more rows.</summary>
    public DeleteBitmap With(ReadOnlySpan<int> ordinals)
    {
        if (ordinals.IsEmpty)
            return this;
        var highest = 0;
        foreach (var ordinal in ordinals)
            highest = Math.Max(highest, ordinal);
        var pages = new Page?[Math.Max(_pages.Length, (highest >> PageShift) + 1)];
        _pages.CopyTo(pages, 0);
        var added = 0;
        foreach (var ordinal in ordinals)
        {
            ref var page = ref pages[ordinal >> PageShift];
            if (page is null)
                page = new Page();
            else if ((ordinal >> PageShift) < _pages.Length && ReferenceEquals(page, _pages[ordinal >> PageShift]))
                page = page.Copy();
            added += page.Set(ordinal & (PageRows - 1));
        }

        return added == 0 ? this : new DeleteBitmap(pages, Count + added);
    }

    /// <summary>Rows deleted in either.</summary>
    public DeleteBitmap Union(DeleteBitmap other)
    {
        if (other.IsEmpty || ReferenceEquals(this, other))
            return this;
        if (IsEmpty)
            return other;
        var pages = new Page?[Math.Max(_pages.Length, other._pages.Length)];
        var count = 0;
        for (var i = 0; i < pages.Length; i++)
        {
            var left = i < _pages.Length ? _pages[i] : null;
            var right = i < other._pages.Length ? other._pages[i] : null;
            pages[i] = left is null ? right : right is null || ReferenceEquals(left, right) ? left : left.Union(right);
            count += pages[i]?.Count ?? 0;
        }

        return new DeleteBitmap(pages, count);
    }

    /// <summary>The deleted rows as words, lowest bit first, for rows 0..rows.</summary>
    internal ulong[] ToWords(int rows)
    {
        var words = new ulong[(rows + 63) / 64];
        for (var block = 0; block < _pages.Length && block * PageWords < words.Length; block++)
            _pages[block]?.Words[..Math.Min(PageWords, words.Length - (block * PageWords))].CopyTo(words.AsSpan(block * PageWords));
        return words;
    }

    internal static DeleteBitmap FromWords(ReadOnlySpan<ulong> words)
    {
        var pages = new Page?[(words.Length + PageWords - 1) / PageWords];
        var count = 0;
        for (var i = 0; i < pages.Length; i++)
        {
            var part = words[(i * PageWords)..Math.Min(words.Length, (i + 1) * PageWords)];
            if (part.IndexOfAnyExcept(0UL) < 0)
                continue;
            pages[i] = new Page(part);
            count += pages[i]!.Count;
        }

        return count == 0 ? Empty : new DeleteBitmap(pages, count);
    }

    private sealed class Page
    {
        private readonly ulong[] _words = new ulong[PageWords];

        public Page()
        {
        }

        public Page(ReadOnlySpan<ulong> words)
        {
            words.CopyTo(_words);
            foreach (var word in words)
                Count += BitOperations.PopCount(word);
        }

        public int Count { get; private set; }

        public ReadOnlySpan<ulong> Words => _words;

        public bool Has(int row) => (_words[row >> 6] & (1UL << row)) != 0;

        public Page Copy() => new(_words);

        /// <summary>Only before the page is shared. Returns 1 when the row was not set.</summary>
        public int Set(int row)
        {
            if (Has(row))
                return 0;
            _words[row >> 6] |= 1UL << row;
            Count++;
            return 1;
        }

        public Page Union(Page other)
        {
            Span<ulong> words = stackalloc ulong[PageWords];
            for (var i = 0; i < PageWords; i++)
                words[i] = _words[i] | other._words[i];
            return new Page(words);
        }
    }
}
