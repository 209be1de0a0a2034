using System.Data;
using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Engine;

public sealed class FolderTests
{
    public static TheoryData<bool> Both => BothWays.Data;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_was_written_is_there_after_closing_and_opening(bool isAsync)
    {
        using var folder = new TestFolder();
        await using (var connection = new VectorDbConnection(folder.ConnectionString))
        {
            await connection.OpenBoth(isAsync);
            connection.NonQuery("CREATE TABLE items (id int PRIMARY KEY, category text, embedding vector(3))");
            connection.NonQuery("CREATE INDEX ON items USING hnsw (embedding vector_l2_ops)");
            var insert = connection.CreateCommand("INSERT INTO items VALUES (@id, @category, @embedding)");
            var (id, category, embedding) = (insert.Parameters.Add("id", 0), insert.Parameters.Add("category", ""), insert.Parameters.Add<float[]>("embedding", null));
            for (var i = 0; i < 100; i++)
            {
                (id.TypedValue, category.TypedValue, embedding.TypedValue) = (i, i % 2 == 0 ? "even" : "odd", [i, 0, 0]);
                Assert.Equal(1, await insert.NonQueryBoth(isAsync));
            }

            Assert.Equal(1, connection.NonQuery("DELETE FROM items WHERE id = 11"));
            Assert.Equal(1, connection.NonQuery("UPDATE items SET embedding = '[500,0,0]' WHERE id = 12"));
        }

        VectorDbConnection.ClearAllPools();
        await using (var connection = new VectorDbConnection(folder.ConnectionString + ";Mode=ReadWrite"))
        {
            await connection.OpenBoth(isAsync);
            var search = connection.CreateCommand("SELECT id FROM items WHERE category = @category ORDER BY embedding <-> @query LIMIT 3");
            search.Parameters.AddWithValue("category", "odd");
            search.Parameters.AddWithValue("query", new[] { 12f, 0, 0 });
            await using var reader = await search.ReaderBoth(isAsync);
            var ids = new List<int>();
            while (await reader.ReadBoth(isAsync))
                ids.Add(reader.GetInt32(0));
            Assert.Equal(13, ids[0]);
            Assert.Equal([9, 13, 15], ids.Order());
        }
    }

    [Theory]
    [InlineData("ReadWrite")]
    [InlineData("ReadOnly")]
    public void A_database_that_is_not_there_is_made_only_in_ReadWriteCreate(string mode)
    {
        using var folder = new TestFolder();
        using var connection = new VectorDbConnection($"{folder.ConnectionString};Mode={mode}");
        Assert.ThrowsAny<VectorDbException>(connection.Open);
        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void ReadOnly_refuses_statements_that_write()
    {
        using var folder = new TestFolder();
        using (var connection = new VectorDbConnection(folder.ConnectionString))
        {
            connection.Open();
            connection.NonQuery("CREATE TABLE t (a int)");
        }

        using var reading = new VectorDbConnection(folder.ConnectionString + ";Mode=ReadOnly");
        reading.Open();
        Assert.Equal(0L, reading.Scalar("SELECT count(*) FROM t"));
        Assert.Equal(SqlStates.ReadOnlySqlTransaction, Assert.Throws<VectorDbException>(() => reading.NonQuery("INSERT INTO t VALUES (1)")).SqlState);
    }

    [Theory]
    [InlineData("SET default_transaction_read_only = off; INSERT INTO t VALUES (1)")]
    [InlineData("RESET ALL; INSERT INTO t VALUES (1)")]
    [InlineData("BEGIN READ WRITE; INSERT INTO t VALUES (1)")]
    [InlineData("BEGIN; SET TRANSACTION READ WRITE; INSERT INTO t VALUES (1)")]
    [InlineData("BEGIN; SET transaction_read_only = off; INSERT INTO t VALUES (1)")]
    [InlineData("DISCARD ALL", "INSERT INTO t VALUES (1)")]
    [InlineData("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; DROP TABLE t")]
    public void ReadOnly_cannot_be_undone_by_settings(params string[] texts)
    {
        using var folder = new TestFolder();
        using (var connection = new VectorDbConnection(folder.ConnectionString))
        {
            connection.Open();
            connection.NonQuery("CREATE TABLE t (a int)");
        }

        using var reading = new VectorDbConnection(folder.ConnectionString + ";Mode=ReadOnly");
        reading.Open();
        foreach (var text in texts[..^1])
            reading.NonQuery(text);
        Assert.Equal(SqlStates.ReadOnlySqlTransaction, Assert.Throws<VectorDbException>(() => reading.NonQuery(texts[^1])).SqlState);
    }

    [Fact]
    public void A_folder_of_something_else_is_no_database()
    {
        using var folder = new TestFolder();
        var path = Directory.CreateDirectory(Path.Combine(folder.Path, "app.vdb")).FullName;
        File.WriteAllText(Path.Combine(path, "letter.txt"), "hello");
        using var connection = new VectorDbConnection($"{folder.ConnectionString};Mode=ReadWrite");
        Assert.Equal(SqlStates.InvalidCatalogName, Assert.Throws<VectorDbException>(connection.Open).SqlState);
        Assert.Equal([Path.Combine(path, "letter.txt")], Directory.GetFileSystemEntries(path));
    }

    [Fact]
    public void All_connections_of_the_process_share_the_folder()
    {
        using var folder = new TestFolder();
        using var first = new VectorDbConnection(folder.ConnectionString);
        using var second = new VectorDbConnection(folder.ConnectionString + ";Pooling=false");
        first.Open();
        second.Open();
        Assert.Equal(Path.Combine(folder.Path, "app.vdb"), first.DataSource);
        first.NonQuery("CREATE TABLE t (a int)");
        second.NonQuery("INSERT INTO t VALUES (1)");
        Assert.Equal(1L, first.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void ClearPool_frees_the_folder_for_others()
    {
        using var folder = new TestFolder();
        using var connection = new VectorDbConnection(folder.ConnectionString);
        connection.Open();
        connection.NonQuery("CREATE TABLE t (a int)");
        connection.Close();
        VectorDbConnection.ClearPool(connection);
        using (var database = VectorDatabase.Open(Path.Combine(folder.Path, "app.vdb")))
        using (var source = VectorDbDataSource.Create(database))
        using (var other = source.OpenConnection())
            Assert.Equal(0L, other.Scalar("SELECT count(*) FROM t"));
        connection.Open();
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Without_pooling_closing_frees_the_folder()
    {
        using var folder = new TestFolder();
        using (var connection = new VectorDbConnection(folder.ConnectionString + ";Pooling=false"))
        {
            connection.Open();
            connection.NonQuery("CREATE TABLE t (a int)");
        }

        VectorDatabase.Open(Path.Combine(folder.Path, "app.vdb")).Dispose();
    }

    [Fact]
    public void Databases_in_memory_are_private_or_shared_by_name()
    {
        using var one = new VectorDbConnection("Data Source=:memory:");
        using var other = new VectorDbConnection("Data Source=:memory:");
        one.Open();
        other.Open();
        one.NonQuery("CREATE TABLE t (a int)");
        Assert.Equal(SqlStates.UndefinedTable, Assert.Throws<VectorDbException>(() => other.Scalar("SELECT count(*) FROM t")).SqlState);
        const string Shared = "Data Source=adonet-shared;Mode=Memory;Cache=Shared";
        using (var first = new VectorDbConnection(Shared))
        using (var second = new VectorDbConnection(Shared))
        {
            first.Open();
            second.Open();
            first.NonQuery("CREATE TABLE t (a int)");
            Assert.Equal(0L, second.Scalar("SELECT count(*) FROM t"));
        }

        using var third = new VectorDbConnection(Shared);
        third.Open();
        Assert.Equal(SqlStates.UndefinedTable, Assert.Throws<VectorDbException>(() => third.Scalar("SELECT count(*) FROM t")).SqlState);
    }

    [Fact]
    public void Settings_of_a_session_do_not_reach_the_next_user()
    {
        using var folder = new TestFolder();
        using var connection = new VectorDbConnection(folder.ConnectionString + ";Application Name=app");
        connection.Open();
        Assert.Equal("app", connection.Scalar("SHOW application_name"));
        connection.NonQuery("SET hnsw.ef_search = 77");
        connection.NonQuery("CREATE TABLE t (a int)");
        connection.NonQuery("BEGIN");
        connection.NonQuery("INSERT INTO t VALUES (1)");
        connection.Close();
        connection.Open();
        Assert.Equal("40", connection.Scalar("SHOW hnsw.ef_search"));
        Assert.Equal("app", connection.Scalar("SHOW application_name"));
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }
}
