using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Engine;

public sealed class EngineBulkTests : EngineTest
{
    public EngineBulkTests() =>
        Run("CREATE TABLE items (id int PRIMARY KEY, name varchar(20) DEFAULT 'none', price numeric(8,2), day date, embedding vector(4))");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Rows_are_there_when_complete(bool isAsync)
    {
        await using var other = Source.OpenConnection();
        await using (var writer = Connection.BeginBulkInsert("items", "id", "name", "price", "day", "embedding"))
        {
            for (var i = 0; i < 20_000; i++)
            {
                writer.StartRow();
                writer.Write(i);
                if (i % 10 == 0)
                    writer.WriteNull();
                else
                    writer.Write("item " + i);
                writer.Write(i / 4m);
                writer.Write(new DateOnly(2024, 1, 1).AddDays(i % 365));
                writer.Write(new[] { i, 0f, 0f, 1f });
            }

            Assert.Equal(0L, other.Scalar("SELECT count(*) FROM items"));
            Assert.Equal(20_000, isAsync ? await writer.CompleteAsync() : writer.Complete());
        }

        Assert.Equal(20_000L, other.Scalar("SELECT count(*) FROM items"));
        Assert.Equal(2_000L, Scalar("SELECT count(*) FROM items WHERE name IS NULL"));
        Assert.Equal(0.75m, Scalar("SELECT price FROM items WHERE id = 3"));
        Assert.Equal([777], Column<int>("SELECT id FROM items ORDER BY embedding <-> $1 LIMIT 1", new[] { 777f, 0, 0, 1 }));
    }

    [Fact]
    public void Columns_are_there_when_complete()
    {
        const int Rows = 30_000;
        using var writer = Connection.BeginBulkInsert("items", "id", "embedding", "name");
        var ids = Enumerable.Range(0, Rows).ToArray();
        var vectors = new float[Rows * 4];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = i;
        var nulls = Array.ConvertAll(ids, id => id % 3 == 0);
        writer.WriteColumns(VectorDbColumnData.Of(ids), VectorDbColumnData.Vectors(vectors, 4, nulls), VectorDbColumnData.Of(Array.ConvertAll(ids, id => "n" + id)));
        Assert.Equal(Rows, writer.Complete());
        Assert.Equal(20_000L, Scalar("SELECT count(*) FROM items WHERE embedding IS NOT NULL"));
        Assert.Equal(new[] { 4f, 5f, 6f, 7f }, Scalar("SELECT embedding FROM items WHERE id = 1"));
    }

    [Fact]
    public void Columns_that_are_not_given_take_their_default()
    {
        using (var writer = Connection.BeginBulkInsert("items", "id"))
        {
            writer.WriteRow(1);
            writer.Complete();
        }

        Assert.Equal("none", Scalar("SELECT name FROM items"));
    }

    [Fact]
    public void In_a_transaction_it_goes_with_it()
    {
        using (Connection.BeginTransaction())
        {
            using var writer = Connection.BeginBulkInsert("items", "id");
            writer.WriteRow(1);
            writer.Complete();
            Assert.Equal(1L, Scalar("SELECT count(*) FROM items"));
        }

        Assert.Equal(0L, Scalar("SELECT count(*) FROM items"));
    }

    [Fact]
    public void Without_complete_nothing_is_there()
    {
        using (var writer = Connection.BeginBulkInsert("items", "id"))
            for (var i = 0; i < 10_000; i++)
                writer.WriteRow(i);
        Assert.Equal(0L, Scalar("SELECT count(*) FROM items"));
    }

    [Fact]
    public void Bad_rows_are_the_errors_of_an_insert_and_nothing_is_there()
    {
        Run("CREATE TABLE strict (id int PRIMARY KEY, s varchar(3) NOT NULL, n int CHECK (n > 0), v vector(2))");
        Fails(SqlStates.UniqueViolation, [1, "a", 1, null], [1, "b", 1, null]);
        Fails(SqlStates.NotNullViolation, [1, null, 1, null]);
        Fails(SqlStates.CheckViolation, [1, "a", 0, null]);
        Fails(SqlStates.StringDataRightTruncation, [1, "abcd", 1, null]);
        Fails(SqlStates.DataException, [1, "abc", 1, new[] { 1f, float.NaN }]);
        Fails(SqlStates.DataException, [1, "abc", 1, new[] { 1f, float.NegativeInfinity }]);
        Assert.Equal(SqlStates.UndefinedTable, Assert.Throws<VectorDbException>(() => Connection.BeginBulkInsert("nope")).SqlState);
        Assert.Equal(SqlStates.UndefinedColumn, Assert.Throws<VectorDbException>(() => Connection.BeginBulkInsert("strict", "nope")).SqlState);
        Assert.Equal(0L, Scalar("SELECT count(*) FROM strict"));

        void Fails(string state, params object?[][] rows)
        {
            using var writer = Connection.BeginBulkInsert("strict");
            var error = Assert.Throws<VectorDbException>(() =>
            {
                foreach (var row in rows)
                    writer.WriteRow(row);
                writer.Complete();
            });
            Assert.Equal(state, error.SqlState);
        }
    }
}
