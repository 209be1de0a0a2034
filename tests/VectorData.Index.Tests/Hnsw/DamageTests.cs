using System.Buffers.Binary;
using VectorData.Index.Hnsw;
using VectorData.Numerics;

namespace VectorData.Index.Tests.Hnsw;

public class DamageTests
{
    private const int Rows = 400;
    private const int Seed = 88;

    private readonly TestVectors _vectors = new(VectorElement.Float32, Rows, 3, 8, Seed);

    [Fact]
    public void Random_damage_gives_an_index_format_error_or_an_answer()
    {
        foreach (var metric in (VectorMetric[])[VectorMetric.L2, VectorMetric.Cosine])
        {
            var sound = Block(metric);
            var random = new Random(Seed);
            for (var round = 0; round < 1500; round++)
            {
                var bytes = (byte[])sound.Clone();
                for (var hits = random.Next(1, 30); hits > 0; hits--)
                    bytes[random.Next(128, bytes.Length)] = (byte)random.Next(256);
                SearchAll(bytes);
            }
        }
    }

    [Fact]
    public void Every_word_set_to_a_nasty_number_gives_an_index_format_error_or_an_answer()
    {
        var sound = Block(VectorMetric.Cosine);
        foreach (var nasty in (int[])[-1, int.MinValue, int.MaxValue, Rows, 0x00FFFFFF])
        {
            for (var at = 128; at <= sound.Length - 4; at += 4 * 13)
            {
                var bytes = (byte[])sound.Clone();
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), nasty);
                SearchAll(bytes);
            }
        }
    }

    [Fact]
    public void A_changed_header_is_refused()
    {
        var sound = Block(VectorMetric.L2);
        for (var at = 0; at < 128; at++)
        {
            var bytes = (byte[])sound.Clone();
            bytes[at] ^= 0x10;
            Assert.Throws<IndexFormatException>(() => HnswGraph.Open(new IndexBlock(bytes), Rows));
        }
    }

    [Fact]
    public void A_cut_block_is_refused_at_every_length()
    {
        var sound = Block(VectorMetric.L2);
        for (var length = 0; length < sound.Length; length += length < 300 ? 1 : 997)
            Assert.Throws<IndexFormatException>(() => HnswGraph.Open(new IndexBlock(sound.AsMemory(0, length)), Rows));
    }

    [Fact]
    public void A_foreign_block_is_refused_by_name()
    {
        var bytes = Block(VectorMetric.L2);
        "PARQUET1"u8.CopyTo(bytes);
        var error = Assert.Throws<IndexFormatException>(() => HnswGraph.Open(new IndexBlock(bytes), Rows));
        Assert.Equal("VDHNSW block: magic \"PARQUET1\" found, \"VDHNSW\" expected", error.Message);
    }

    [Fact]
    public void A_newer_version_is_refused_by_number()
    {
        var bytes = Block(VectorMetric.L2);
        bytes[8] = 9;
        var error = Assert.Throws<IndexFormatException>(() => HnswGraph.Open(new IndexBlock(bytes), Rows));
        Assert.Equal("VDHNSW block: format version 9 found, 1 expected", error.Message);
    }

    [Fact]
    public void A_graph_over_another_number_of_rows_is_refused()
    {
        var bytes = Block(VectorMetric.L2);
        var error = Assert.Throws<IndexFormatException>(() => HnswGraph.Open(new IndexBlock(bytes), Rows - 1));
        Assert.Equal("VDHNSW block: a graph over 400 rows found, the segment has 399", error.Message);
    }

    [Fact]
    public void Verify_finds_a_link_out_of_bounds()
    {
        var bytes = Block(VectorMetric.L2);
        var links = 128 + 448;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(links + 4), Rows + 5);
        var graph = HnswGraph.Open(new IndexBlock(bytes), Rows);
        Assert.Throws<IndexFormatException>(() => graph.Verify());
    }

    private byte[] Block(VectorMetric metric)
    {
        // Some duplicates, so that their part of the block is damaged, too.
        var floats = new float[Rows * 8];
        for (var row = 0; row < Rows; row++)
            ((VectorMemory<float>)_vectors.Source).GetVector(row % 350).CopyTo(floats.AsSpan(row * 8));
        var source = TestVectors.Pinned<float>(floats, Rows, 8);
        return GraphFixture.Serialize(GraphFixture.Build(source, metric, Rows, new HnswOptions { M = 4, EfConstruction = 16 }), Rows);
    }

    private void SearchAll(byte[] bytes)
    {
        try
        {
            var searcher = HnswSearcher.Create(HnswGraph.Open(new IndexBlock(bytes), Rows), _vectors.Source);
            var hits = new Neighbor[20];
            for (var q = 0; q < _vectors.QueryCount; q++)
            {
                var count = _vectors.Use(q, query => searcher.Search(query, 40, null, hits));
                Assert.All(hits.Take(count), hit => Assert.InRange(hit.Ordinal, 0, Rows - 1));
            }

            using var iterator = _vectors.Use(0, query => searcher.Iterate(query, 40, null));
            var given = 0;
            for (int count; (count = iterator.Next(hits)) > 0;)
                given += count;
            Assert.InRange(given, 0, 2 * Rows);
        }
        catch (IndexFormatException)
        {
        }
    }
}
