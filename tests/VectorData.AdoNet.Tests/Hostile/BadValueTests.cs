using VectorData.AdoNet.Tests.Durability;
using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Hostile;

/// <summary>Values that cannot be stored, and statements that fail half-way: a specific error, and nothing of the statement is there.</summary>
public sealed class BadValueTests : IDisposable
{
    private readonly VectorDbConnection _connection = new("Data Source=:memory:");

    public BadValueTests()
    {
        _connection.Open();
        _connection.NonQuery("""
            CREATE TABLE docs (id integer PRIMARY KEY, n integer, embedding vector(3), half halfvec(3), sparse sparsevec(3), code bit(3));
            INSERT INTO docs VALUES (1, 1, '[1,2,3]', '[1,2,3]', '{1:1}/3', '101'), (2, 0, '[4,5,6]', '[4,5,6]', '{2:1}/3', '110')
            """);
    }

    public void Dispose()
    {
        Assert.Equal("1|1 2|0", _connection.Rows("SELECT id, n FROM docs ORDER BY id"));
        _connection.NonQuery("INSERT INTO docs (id, embedding) VALUES (3, '[7,8,9]')");
        Assert.Equal("3", _connection.Rows("SELECT id FROM docs ORDER BY embedding <-> '[7,8,9]' LIMIT 1"));
        _connection.Dispose();
    }

    [Theory]
    [InlineData("'[1,2]'", "22000", "expected 3 dimensions, not 2")]
    [InlineData("'[1,2,3,4]'", "22000", "expected 3 dimensions, not 4")]
    [InlineData("'[]'", "22000", "vector must have at least 1 dimension")]
    [InlineData("'[1,NaN,3]'", "22000", "NaN not allowed in vector")]
    [InlineData("'[1,Infinity,3]'", "22000", "infinite value not allowed in vector")]
    [InlineData("'[1,-inf,3]'", "22000", "infinite value not allowed in vector")]
    [InlineData("'[1,4e38,3]'", "22003", "\"4e38\" is out of range for type vector")]
    [InlineData("'cat'", "22P02", "invalid input syntax for type vector: \"cat\"")]
    [InlineData("''", "22P02", "invalid input syntax for type vector: \"\"")]
    [InlineData("'[1,2,3'", "22P02", "invalid input syntax for type vector: \"[1,2,3\"")]
    [InlineData("'[1,,3]'", "22P02", "invalid input syntax for type vector: \"[1,,3]\"")]
    [InlineData("'[1,2,3]x'", "22P02", "invalid input syntax for type vector: \"[1,2,3]x\"")]
    [InlineData("ARRAY[1,NULL,3]::vector", "22004", "array must not contain nulls")]
    [InlineData("ARRAY[[1,2,3],[1,2,3]]::vector", "22000", "array must be 1-D")]
    [InlineData("ARRAY['NaN'::float8,1,2]::vector", "22000", "NaN not allowed in vector")]
    public void A_text_that_is_no_such_vector_is_refused_as_pgvector_does(string literal, string state, string message)
    {
        Assert.Equal(message, _connection.Refuse(state, $"INSERT INTO docs (id, embedding) VALUES (9, {literal})").Message);
        Assert.Equal(message, _connection.Refuse(state, $"UPDATE docs SET embedding = {literal}").Message);
    }

    [Theory]
    [InlineData("half", "'[1,2]'", "22000", "expected 3 dimensions, not 2")]
    [InlineData("half", "'[1,65520,3]'", "22003", "\"65520\" is out of range for type halfvec")]
    [InlineData("half", "'x'", "22P02", "invalid input syntax for type halfvec: \"x\"")]
    [InlineData("half", "'[NaN,1,2]'", "22000", "NaN not allowed in halfvec")]
    [InlineData("sparse", "'{1:1}/4'", "22000", "expected 3 dimensions, not 4")]
    [InlineData("sparse", "'{4:1}/3'", "22P02", "sparsevec index out of bounds")]
    [InlineData("sparse", "'{1:1,1:2}/3'", "22P02", "sparsevec indices must not contain duplicates")]
    [InlineData("sparse", "'{1:1'", "22P02", "invalid input syntax for type sparsevec: \"{1:1\"")]
    [InlineData("code", "'10'", "22026", "bit string length 2 does not match type bit(3)")]
    [InlineData("code", "'12a'", "22P02", "\"2\" is not a valid binary digit")]
    public void So_are_the_other_vector_kinds(string column, string literal, string state, string message)
    {
        var error = Assert.ThrowsAny<VectorDbException>(() => _connection.NonQuery($"INSERT INTO docs (id, {column}) VALUES (9, {literal})"));
        Assert.Equal(message, error.Message);
        // pgvector 0.8 gives 22P02 for some contents that the binary form gives 22000 for.
        Assert.Contains(error.SqlState, state == "22P02" ? ["22P02", "22000"] : new[] { state });
    }

    [Fact]
    public void Vectors_of_parameters_are_checked_as_texts_are()
    {
        const string Insert = "INSERT INTO docs (id, embedding) VALUES (9, $1)";
        Assert.Equal("expected 3 dimensions, not 2", _connection.Refuse("22000", Insert, new float[] { 1, 2 }).Message);
        Assert.Equal("NaN not allowed in vector", _connection.Refuse("22000", Insert, new[] { 1, float.NaN, 3 }).Message);
        Assert.Equal("infinite value not allowed in vector", _connection.Refuse("22000", Insert, new[] { 1, float.PositiveInfinity, 3 }).Message);
        Assert.Equal("infinite value not allowed in vector", _connection.Refuse("22000", Insert, new ReadOnlyMemory<float>([1, float.NegativeInfinity, 3])).Message);
        Assert.Equal("vector must have at least 1 dimension", _connection.Refuse("22000", Insert, Array.Empty<float>()).Message);
        _connection.Refuse("22P02", Insert, "cat");
    }

    [Fact]
    public void A_search_for_a_vector_of_another_size_is_refused()
    {
        const string Search = "SELECT id FROM docs ORDER BY embedding <-> $1 LIMIT 1";
        Assert.Equal("different vector dimensions 3 and 2", _connection.Refuse("22000", Search, new float[] { 1, 2 }).Message);
        _connection.NonQuery("CREATE INDEX ON docs USING hnsw (embedding vector_l2_ops)");
        Assert.Equal("different vector dimensions 3 and 2", _connection.Refuse("22000", Search, new float[] { 1, 2 }).Message);
        Assert.Equal("different vector dimensions 3 and 1", _connection.Refuse("22000", "SELECT id FROM docs ORDER BY embedding <-> '[1]' LIMIT 1").Message);
        _connection.Refuse("22000", "SELECT id FROM docs ORDER BY embedding <-> '[1,NaN,3]' LIMIT 1");
    }

    [Fact]
    public void A_bulk_writer_refuses_bad_vectors_and_leaves_nothing()
    {
        foreach (var bad in new[] { [1, 2], new[] { 1, float.NaN, 2 }, [1, 2, float.PositiveInfinity] })
        {
            Assert.ThrowsAny<Exception>(() =>
            {
                using var writer = _connection.BeginBulkInsert("docs", "id", "embedding");
                for (var i = 100; i < 110; i++)
                    writer.WriteRow(i, i == 105 ? bad : [1, 2, 3]);
                writer.Complete();
            });
            Assert.Equal(2L, _connection.Scalar("SELECT count(*) FROM docs"));
        }
    }

    [Fact]
    public void A_parameter_of_the_wrong_type_is_refused()
    {
        _connection.Refuse("42804", "INSERT INTO docs (id, n) VALUES (9, $1)", new DateTime(2020, 1, 1));
        _connection.Refuse("42804", "INSERT INTO docs (id, embedding) VALUES (9, $1)", 5);
        _connection.Refuse("42804", "INSERT INTO docs (id, embedding) VALUES (9, $1)", Guid.NewGuid());
        _connection.Refuse("22P02", "INSERT INTO docs (id, n) VALUES (9, $1)", "twelve");
        _connection.Refuse("22003", "INSERT INTO docs (id, n) VALUES (9, $1)", long.MaxValue);
        _connection.Refuse("42883", "SELECT id FROM docs WHERE n = $1", Guid.NewGuid());
        _connection.Refuse("42883", "SELECT id FROM docs ORDER BY embedding <-> $1 LIMIT 1", 3);
        Assert.ThrowsAny<Exception>(() => _connection.NonQuery("INSERT INTO docs (id, n) VALUES (9, $1)", new Version(1, 2)));
        // A value that is not there is the program's mistake, found before the statement starts.
        Assert.Contains("$1", Assert.Throws<InvalidOperationException>(() => _connection.NonQuery("INSERT INTO docs (id, n) VALUES (9, $1)")).Message, StringComparison.Ordinal);
        Assert.Contains("@missing", Assert.Throws<InvalidOperationException>(() => _connection.NonQuery("INSERT INTO docs (id, n) VALUES (9, @missing)", 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_division_by_zero_in_the_middle_of_a_scan_leaves_nothing_half_done()
    {
        _connection.NonQuery("CREATE TABLE many (id integer PRIMARY KEY, d integer); INSERT INTO many SELECT i, 7000 - i FROM generate_series(1, 10000) AS s(i)");
        _connection.Refuse("22012", "UPDATE many SET d = 1000 / d");
        _connection.Refuse("22012", "DELETE FROM many WHERE 1 / d >= -1000000");
        _connection.Refuse("22012", "INSERT INTO many SELECT id + 20000, 1 / d FROM many");
        _connection.Refuse("22012", "SELECT id, 1 / d FROM many");
        _connection.Refuse("22012", "INSERT INTO docs (id) VALUES (50); UPDATE many SET d = 1 / d");
        Assert.Equal("10000|19995000", _connection.Rows("SELECT count(*), sum(d) FROM many"));
        using (var transaction = _connection.BeginTransaction())
        {
            _connection.NonQuery("UPDATE many SET d = 1 WHERE id = 1");
            _connection.Refuse("22012", "UPDATE many SET d = 1000 / d");
            _connection.Refuse("25P02", "SELECT 1");
            transaction.Rollback();
        }

        Assert.Equal("10000|19995000", _connection.Rows("SELECT count(*), sum(d) FROM many"));
    }

    [Fact]
    public void A_duplicate_key_in_the_middle_of_many_rows_leaves_none_of_them()
    {
        var error = _connection.Refuse("23505", "INSERT INTO docs (id) SELECT CASE WHEN i = 7000 THEN 2 ELSE i + 100 END FROM generate_series(1, 10000) AS s(i)");
        Assert.Equal("duplicate key value violates unique constraint \"docs_pkey\"", error.Message);
        Assert.Equal("Key (id)=(2) already exists.", error.Detail);
        _connection.Refuse("23505", "INSERT INTO docs (id) VALUES (10), (11), (10)");
        Assert.ThrowsAny<VectorDbException>(() =>
        {
            using var writer = _connection.BeginBulkInsert("docs", "id", "n");
            for (var i = 100; i < 20_000; i++)
                writer.WriteRow(i == 15_000 ? 100 : i, 1);
            writer.Complete();
        });
        Assert.Equal(2L, _connection.Scalar("SELECT count(*) FROM docs"));
    }
}
