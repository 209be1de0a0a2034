using VectorData.Storage.Tables;

namespace VectorData.Storage.Tests.Tables;

public sealed class DeleteBitmapTests
{
    [Fact]
    public void Changing_a_bitmap_leaves_the_one_it_came_from()
    {
        var first = DeleteBitmap.Empty.With([1, 5000]);
        var second = first.With([2, 5000, 100_000]);
        Assert.Equal([1, 5000], first.Ordinals());
        Assert.Equal([1, 2, 5000, 100_000], second.Ordinals());
        Assert.Equal((2, 4), (first.Count, second.Count));
        Assert.Same(second, second.With(2));
    }

    [Fact]
    public void Random_bitmaps_agree_with_sets()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        const int Rows = 20_000;
        var left = Enumerable.Range(0, 3000).Select(_ => random.Next(Rows)).ToHashSet();
        var right = Enumerable.Range(0, 50).Select(_ => random.Next(Rows)).ToHashSet();
        var bitmap = DeleteBitmap.Empty.With(left.ToArray()).Union(DeleteBitmap.Empty.With(right.ToArray()));
        left.UnionWith(right);
        Assert.True(left.Order().SequenceEqual(bitmap.Ordinals()), $"seed {seed}");
        var (start, end) = (random.Next(Rows / 2), Rows - random.Next(Rows / 2));
        Assert.Equal(left.Count(row => row >= start && row < end), bitmap.CountIn(start, end));
        var live = new int[4096];
        var count = bitmap.LiveRows(4096, 4096, live);
        Assert.Equal(Enumerable.Range(0, 4096).Where(row => !left.Contains(4096 + row)), live[..count]);
        var all = new OrdinalBitmap(Rows);
        all.AddRange(0, Rows);
        all.Remove(bitmap);
        Assert.Equal(Rows - left.Count, all.Count);
        Assert.Equal(bitmap.Ordinals(), DeleteBitmap.FromWords(bitmap.ToWords(Rows)).Ordinals());
    }

    [Fact]
    public void An_ordinal_bitmap_finds_the_next_of_its_rows()
    {
        var bitmap = new OrdinalBitmap(300);
        bitmap.Add(5);
        bitmap.AddRange(64, 130);
        bitmap.AddRows(200, [0, 99]);
        Assert.Equal(69, bitmap.Count);
        Assert.Equal([5, 64, 65, 129, 200, 299, 300], new[] { 0, 6, 65, 129, 130, 201, 300 }.Select(from => bitmap.NextAllowed(from, 300)));
        Assert.Equal(100, bitmap.NextAllowed(6, 64) + 36);
        var other = new OrdinalBitmap(300);
        other.AddRange(0, 70);
        bitmap.And(other);
        Assert.Equal(7, bitmap.Count);
    }
}
