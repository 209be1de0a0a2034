using System.Buffers;
using VectorData.Index.Scalar;

namespace VectorData.Index.Tests.Scalar;

public class ScalarIndexTests
{
    private const int Seed = 606;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3000, 3000)]
    [InlineData(3000, 1000)]
    [InlineData(3000, 7)]
    [InlineData(3000, 1)]
    public void Hash_index_finds_the_ordinals_of_each_key(int rows, int keys)
    {
        var model = Model(rows, keys, out var hashes, out var ordinals);
        var growing = new GrowingHashIndex();
        for (var i = 0; i < rows; i++)
            growing.Add(hashes[i], ordinals[i]);
        var index = HashIndex.Open(Written(w => HashIndex.Write(hashes, ordinals, w)), Math.Max(1, rows));
        index.Verify();
        Assert.Equal((rows, rows), (index.Count, growing.Count));
        foreach (var (hash, expected) in model)
        {
            Assert.Equal(expected, Found(index.Find(hash)));
            Assert.Equal(expected.AsEnumerable().Reverse(), Found(growing.Find(hash)));
            Assert.Empty(Found(growing.Find(~hash)));
            Assert.Empty(Found(index.Find(~hash)));
        }
    }

    [Fact]
    public void Hash_index_keeps_keys_apart_whose_low_halves_are_equal()
    {
        ulong[] hashes = [0x1_0000_0005, 0x2_0000_0005, 0x1_0000_0005, 0x3_0000_0005];
        var index = HashIndex.Open(Written(w => HashIndex.Write(hashes, [0, 1, 2, 3], w)), 4);
        Assert.Equal([0, 2], Found(index.Find(0x1_0000_0005)));
        Assert.Equal([1], Found(index.Find(0x2_0000_0005)));
        Assert.Empty(Found(index.Find(0x4_0000_0005)));
    }

    [Fact]
    public async Task Growing_hash_index_is_read_while_it_grows()
    {
        const int rows = 200_000;
        var index = new GrowingHashIndex();
        var added = 0;
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < rows; i++)
            {
                index.Add(Mix((ulong)i % 50_000), i);
                Volatile.Write(ref added, i + 1);
            }
        });
        var random = new Random(Seed);
        while (!writer.IsCompleted)
        {
            var visible = Volatile.Read(ref added);
            if (visible == 0)
                continue;
            var row = random.Next(visible);
            Assert.Contains(row, Found(index.Find(Mix((ulong)row % 50_000))));
        }

        await writer;
        Assert.Equal(rows, index.Count);
        Assert.True(index.AllocatedBytes > rows * 16L);
    }

    [Fact]
    public void Sorted_index_finds_ranges()
    {
        var random = new Random(Seed);
        var keys = Enumerable.Range(0, 2000).Select(_ => random.Next(300)).ToArray();
        var ordinals = Enumerable.Range(0, keys.Length).ToArray();
        random.Shuffle(ordinals);
        var comparer = Comparer<int>.Create((a, b) => keys[a].CompareTo(keys[b]));
        var index = SortedIndex.Open(Written(w => SortedIndex.Write(ordinals, comparer, w)), keys.Length);
        index.Verify(comparer);
        var expected = Enumerable.Range(0, keys.Length).OrderBy(i => keys[i]).ThenBy(i => i).ToArray();
        var copy = new int[keys.Length];
        index.CopyTo(0, copy);
        Assert.Equal(expected, copy);
        for (var bound = -1; bound <= 301; bound++)
        {
            Assert.Equal(keys.Count(key => key < bound), index.LowerBound(new Bound(keys, bound)));
            Assert.Equal(keys.Count(key => key <= bound), index.UpperBound(new Bound(keys, bound)));
        }
    }

    [Fact]
    public void Bloom_filter_never_misses_a_key_and_rarely_invents_one()
    {
        foreach (var count in (int[])[0, 1, 10, 20_000])
        {
            var hashes = Enumerable.Range(0, count).Select(i => Mix((ulong)i)).ToArray();
            var filter = BloomFilter.Open(Written(w => BloomFilter.Write(hashes, w)));
            Assert.All(hashes, hash => Assert.True(filter.MayContain(hash)));
            var invented = Enumerable.Range(1_000_000, 20_000).Count(i => filter.MayContain(Mix((ulong)i)));
            Assert.True(invented < 20_000 * 0.03, $"{invented} of 20000 absent keys passed with {count} keys");
        }
    }

    [Fact]
    public void Damaged_blocks_give_an_index_format_error_or_an_answer()
    {
        const int rows = 500;
        Model(rows, 100, out var hashes, out var ordinals);
        var keys = hashes.ToArray();
        var sounds = new[]
        {
            Bytes(w => HashIndex.Write(hashes, ordinals, w)),
            Bytes(w => SortedIndex.Write(Enumerable.Range(0, rows).ToArray(), Comparer<int>.Default, w)),
            Bytes(w => BloomFilter.Write(keys, w)),
        };
        var random = new Random(Seed);
        for (var kind = 0; kind < sounds.Length; kind++)
        {
            for (var round = 0; round < 1000; round++)
            {
                var bytes = (byte[])sounds[kind].Clone();
                for (var hits = random.Next(1, 20); hits > 0; hits--)
                    bytes[random.Next(round % 10 == 0 ? 0 : 128, bytes.Length)] = (byte)random.Next(256);
                Use(kind, bytes);
                Use(kind, bytes[..random.Next(bytes.Length)]);
            }
        }

        void Use(int kind, byte[] bytes)
        {
            try
            {
                var block = new IndexBlock(bytes);
                if (kind == 0)
                {
                    var index = HashIndex.Open(block, rows);
                    foreach (var key in keys)
                        Assert.All(Found(index.Find(key)), ordinal => Assert.InRange(ordinal, 0, rows - 1));
                }
                else if (kind == 1)
                {
                    var index = SortedIndex.Open(block, rows);
                    Assert.InRange(index.LowerBound(new Bound(Enumerable.Range(0, rows).ToArray(), 50)), 0, index.Count);
                }
                else
                {
                    var filter = BloomFilter.Open(block);
                    foreach (var key in keys)
                        filter.MayContain(key);
                }
            }
            catch (IndexFormatException)
            {
            }
        }
    }

    [Fact]
    public void A_block_of_another_kind_is_refused_by_name()
    {
        var block = Written(w => BloomFilter.Write([1, 2], w));
        Assert.Equal("VDHASH block: magic \"VDBLOOM\" found, \"VDHASH\" expected", Assert.Throws<IndexFormatException>(() => HashIndex.Open(block, 10)).Message);
        Assert.Equal("VDSORT block: magic \"VDBLOOM\" found, \"VDSORT\" expected", Assert.Throws<IndexFormatException>(() => SortedIndex.Open(block, 10)).Message);
    }

    private static Dictionary<ulong, List<int>> Model(int rows, int keys, out ulong[] hashes, out int[] ordinals)
    {
        var random = new Random(Seed);
        hashes = Enumerable.Range(0, rows).Select(_ => Mix((ulong)random.Next(keys))).ToArray();
        ordinals = Enumerable.Range(0, rows).ToArray();
        var model = new Dictionary<ulong, List<int>>();
        for (var i = 0; i < rows; i++)
        {
            if (!model.TryGetValue(hashes[i], out var list))
                model[hashes[i]] = list = [];
            list.Add(i);
        }

        return model;
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var writer = new ArrayBufferWriter<byte>();
        write(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static IndexBlock Written(Action<IBufferWriter<byte>> write) => new(Bytes(write));

    private static List<int> Found(HashIndex.HashMatches matches)
    {
        var found = new List<int>();
        foreach (var ordinal in matches)
            found.Add(ordinal);
        return found;
    }

    private static List<int> Found(GrowingHashIndex.Matches matches)
    {
        var found = new List<int>();
        foreach (var ordinal in matches)
            found.Add(ordinal);
        return found;
    }

    private readonly struct Bound(int[] keys, int bound) : IKeyBound
    {
        public int CompareKeyAt(int ordinal) => keys[ordinal].CompareTo(bound);
    }
}
