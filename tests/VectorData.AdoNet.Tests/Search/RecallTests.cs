using System.Collections;
using System.Globalization;
using VectorData.AdoNet.Tests.Durability;
using VectorData.Testing.Recall;
using Xunit.Abstractions;

namespace VectorData.AdoNet.Tests.Search;

/// <summary>What users find through SQL: searches with the index against the same searches without it.</summary>
public sealed class RecallTests(ITestOutputHelper output) : IDisposable
{
    private const int K = 10;
    private const double Least = 0.95;

    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Real_images_are_found_in_growing_and_sealed_segments_with_and_without_a_filter_after_changes_and_a_reopen()
    {
        var data = FashionMnist.Sample();
        Assert.Equal(10_000, data.BaseCount);
        var queries = Enumerable.Range(0, 40).Select(i => data.Query(i).ToArray()).ToList();
        using (var connection = _database.Open("Command Timeout=300"))
        {
            connection.NonQuery("CREATE TABLE images (id integer PRIMARY KEY, label smallint NOT NULL, embedding vector(784))");
            connection.NonQuery("CREATE INDEX images_embedding ON images USING hnsw (embedding vector_l2_ops)");
            using (var writer = connection.BeginBulkInsert("images", "id", "label", "embedding"))
            {
                for (var i = 0; i < data.BaseCount; i++)
                    writer.WriteRow(i, (short)data.BaseLabels[i], data.BaseVector(i).ToArray());
                writer.Complete();
            }

            Assert.Contains("images_embedding", connection.Rows("EXPLAIN SELECT id FROM images ORDER BY embedding <-> $1 LIMIT 10", queries[0]), StringComparison.Ordinal);
            AwaitGraph(connection, queries[0]);
            Check(connection, [.. queries], "growing");
            connection.NonQuery("CHECKPOINT");
            AwaitGraph(connection, queries[0]);
            Check(connection, [.. queries], "sealed");
            connection.NonQuery("DELETE FROM images WHERE id % 5 = 0");
            Check(connection, [.. queries], "after deletes");
            // Updated rows move to the growing segment, and are found where they are now.
            connection.NonQuery("UPDATE images SET embedding = embedding + embedding WHERE id % 7 = 1");
            Check(connection, [.. queries], "after updates");
            foreach (var id in new[] { 1, 8, 22 })
                Assert.Equal(id, connection.Scalar("SELECT id FROM images ORDER BY embedding <-> $1 LIMIT 1", data.BaseVector(id).ToArray().Select(x => x * 2).ToArray()));
            connection.NonQuery("INSERT INTO images VALUES (20000, 3, $1)", queries[0]);
            Assert.Equal("20000|0", connection.Rows("SELECT id, embedding <-> $1 FROM images ORDER BY embedding <-> $1 LIMIT 1", queries[0]));
        }

        using var again = _database.Open("Command Timeout=300");
        Check(again, [.. queries], "after a reopen");
        Assert.Equal("20000|0", again.Rows("SELECT id, embedding <-> $1 FROM images ORDER BY embedding <-> $1 LIMIT 1", queries[0]));
        again.NonQuery("VACUUM FULL images");
        Check(again, [.. queries], "after compaction");
    }

    [Theory]
    [InlineData("vector(16)", "vector_l2_ops", "<->")]
    [InlineData("vector(16)", "vector_ip_ops", "<#>")]
    [InlineData("vector(16)", "vector_cosine_ops", "<=>")]
    [InlineData("vector(16)", "vector_l1_ops", "<+>")]
    [InlineData("halfvec(16)", "halfvec_l2_ops", "<->")]
    [InlineData("halfvec(16)", "halfvec_ip_ops", "<#>")]
    [InlineData("halfvec(16)", "halfvec_cosine_ops", "<=>")]
    [InlineData("halfvec(16)", "halfvec_l1_ops", "<+>")]
    [InlineData("sparsevec(16)", "sparsevec_l2_ops", "<->")]
    [InlineData("sparsevec(16)", "sparsevec_ip_ops", "<#>")]
    [InlineData("sparsevec(16)", "sparsevec_cosine_ops", "<=>")]
    [InlineData("sparsevec(16)", "sparsevec_l1_ops", "<+>")]
    [InlineData("bit(128)", "bit_hamming_ops", "<~>")]
    [InlineData("bit(128)", "bit_jaccard_ops", "<%>")]
    public void Every_operator_class_finds_what_an_exact_search_finds(string type, string operatorClass, string distance)
    {
        const int Count = 8500;
        var random = new Random(7);
        var vectors = ClusteredVectors.Floats(random, Count + 10, 16, clusters: 30);
        var rows = Enumerable.Range(0, Count + 10).Select(i => Convert(type, vectors.AsSpan(i * 16, 16))).ToList();
        using (var connection = _database.Open())
        {
            connection.NonQuery($"CREATE TABLE items (id integer PRIMARY KEY, label integer, embedding {type})");
            using (var writer = connection.BeginBulkInsert("items", "id", "label", "embedding"))
            {
                for (var i = 0; i < Count; i++)
                    writer.WriteRow(i, i % 10, rows[i]);
                writer.Complete();
            }

            connection.NonQuery("CHECKPOINT");
            connection.NonQuery($"CREATE INDEX items_embedding ON items USING hnsw (embedding {operatorClass}) WITH (m = 8, ef_construction = 40)");
            Assert.Contains("items_embedding", connection.Rows($"EXPLAIN SELECT id FROM items ORDER BY embedding {distance} $1 LIMIT 10", rows[^1]), StringComparison.Ordinal);
            Assert.Contains(": Graph", connection.Rows($"EXPLAIN (ANALYZE) SELECT id FROM items ORDER BY embedding {distance} $1 LIMIT 10", rows[^1]), StringComparison.Ordinal);
            Check(connection, rows[^10..], operatorClass, "items", distance);
            connection.NonQuery("DELETE FROM items WHERE id % 9 = 0");
            Check(connection, rows[^10..], operatorClass + " after deletes", "items", distance);
        }

        using var again = _database.Open();
        Check(again, rows[^10..], operatorClass + " after a reopen", "items", distance);
    }

    [Fact]
    public void A_row_is_found_by_the_statement_after_its_insert_and_not_after_its_delete()
    {
        using var connection = _database.Open();
        using var other = _database.Open();
        connection.NonQuery("CREATE TABLE points (id integer PRIMARY KEY, embedding vector(2)); CREATE INDEX ON points USING hnsw (embedding vector_l2_ops)");
        connection.NonQuery("INSERT INTO points SELECT i, ARRAY[i, 0]::vector FROM generate_series(1, 5000) AS s(i)");
        const string Nearest = "SELECT id FROM points ORDER BY embedding <-> '[-50,50]' LIMIT 1";
        Assert.Equal(1, connection.Scalar(Nearest));
        using (var transaction = connection.BeginTransaction())
        {
            connection.NonQuery("INSERT INTO points VALUES (9000, '[-50,50]')");
            Assert.Equal(9000, connection.Scalar(Nearest));
            Assert.Equal(1, other.Scalar(Nearest));
            connection.NonQuery("UPDATE points SET embedding = '[-50,49]' WHERE id = 9000");
            Assert.Equal("9000|1", connection.Rows("SELECT id, embedding <-> '[-50,50]' FROM points ORDER BY embedding <-> '[-50,50]' LIMIT 1"));
            transaction.Commit();
        }

        Assert.Equal(9000, other.Scalar(Nearest));
        other.NonQuery("DELETE FROM points WHERE id = 9000");
        Assert.Equal(1, connection.Scalar(Nearest));
    }

    [Fact]
    public void Rows_without_a_vector_are_not_in_the_index_and_the_limit_is_filled_when_a_filter_leaves_few()
    {
        using var connection = _database.Open();
        connection.NonQuery("CREATE TABLE points (id integer PRIMARY KEY, kind text, embedding vector(2)); CREATE INDEX ON points USING hnsw (embedding vector_l2_ops)");
        connection.NonQuery("INSERT INTO points SELECT i, CASE WHEN i % 1000 = 0 THEN 'rare' ELSE 'common' END, CASE WHEN i % 3 = 0 AND i % 1000 <> 0 THEN NULL ELSE ARRAY[i % 100, i / 100]::vector END FROM generate_series(1, 12000) AS s(i)");
        connection.NonQuery("CHECKPOINT");
        Assert.Equal(
            connection.Rows("SELECT id FROM points WHERE kind = 'rare' ORDER BY id"),
            connection.Rows("SELECT id FROM (SELECT id FROM points WHERE kind = 'rare' ORDER BY embedding <-> '[3,3]' LIMIT 12) AS x ORDER BY id"));
        Assert.Equal(500, connection.Rows("SELECT id FROM points WHERE kind = 'common' ORDER BY embedding <-> '[3,3]' LIMIT 500").Split(' ').Length);
    }

    // Rows that no graph covers yet are searched exactly: wait, so that it is the graph that is measured.
    private static void AwaitGraph(VectorDbConnection connection, float[] query)
    {
        const string Explain = "EXPLAIN (ANALYZE) SELECT id FROM images ORDER BY embedding <-> $1 LIMIT 10";
        var patience = TimeSpan.FromMinutes(2);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!connection.Rows(Explain, query).Contains(": Graph,", StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < patience, connection.Rows(Explain, query));
            Thread.Sleep(50);
        }
    }

    private void Check(VectorDbConnection connection, IReadOnlyList<object> queries, string phase, string table = "images", string distance = "<->")
    {
        connection.NonQuery("SET hnsw.ef_search = 100");
        foreach (var filter in new[] { "", "WHERE label = 3", "WHERE label IN (1, 2, 3, 4, 5)" })
        {
            var sql = $"SELECT embedding {distance} $1 FROM {table} {filter} ORDER BY embedding {distance} $1 LIMIT {K}";
            double found = 0, expected = 0;
            foreach (var query in queries)
            {
                connection.NonQuery("SET enable_indexscan = off");
                var exact = Distances(connection, sql, query);
                connection.NonQuery("SET enable_indexscan = on");
                var hits = Distances(connection, sql, query);
                Assert.Equal(K, exact.Count);
                Assert.Equal(K, hits.Count);
                Assert.True(hits.SequenceEqual(hits.Order()), $"{phase}: not in order");
                var limit = exact[^1] + (Math.Abs(exact[^1]) * 1e-6);
                found += hits.Count(hit => hit <= limit);
                expected += K;
            }

            output.WriteLine($"{phase} {filter}: recall {(found / expected).ToString("0.0000", CultureInfo.InvariantCulture)}");
            Assert.True(found / expected >= Least, $"{phase} {filter}: recall {found / expected}");
        }
    }

    private static List<double> Distances(VectorDbConnection connection, string sql, object query)
    {
        using var command = connection.CreateCommand(sql);
        command.Parameters.AddWithValue(query);
        using var reader = command.ExecuteReader();
        var distances = new List<double>();
        while (reader.Read())
            distances.Add(reader.GetDouble(0));
        return distances;
    }

    private static object Convert(string type, ReadOnlySpan<float> vector) => type[..3] switch
    {
        "hal" => vector.ToArray().Select(x => (Half)x).ToArray(),
        "spa" => Sparse(vector),
        "bit" => new BitArray(Bits(vector)),
        _ => vector.ToArray(),
    };

    private static string Sparse(ReadOnlySpan<float> vector)
    {
        var parts = new List<string>();
        for (var i = 0; i < vector.Length; i++)
            if (i % 2 == 0 || vector[i] > 0.8)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{i + 1}:{vector[i]}"));
        return $"{{{string.Join(',', parts)}}}/{vector.Length}";
    }

    // Each value's place on a scale of eight steps, one bit a step.
    private static bool[] Bits(ReadOnlySpan<float> vector)
    {
        var bits = new bool[vector.Length * 8];
        for (var i = 0; i < vector.Length; i++)
            for (var step = 0; step < 8; step++)
                bits[(i * 8) + step] = vector[i] > (step - 4) * 0.5f;
        return bits;
    }
}
