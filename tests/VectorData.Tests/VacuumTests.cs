using VectorData.Core.Errors;

namespace VectorData.Tests;

public sealed class VacuumTests
{
    private const string Load = """
        CREATE TABLE items (id integer PRIMARY KEY, v vector(2));
        INSERT INTO items SELECT g, ARRAY[g % 100, g / 100]::vector FROM generate_series(1, 9000) g
        """;

    private const string Indexed = "SELECT indexed_rows, rows FROM vectordata.indexes WHERE index_name = 'items_v'";

    [Theory]
    [InlineData("VACUUM items")]
    [InlineData("VACUUM")]
    public void Vacuum_drops_deleted_rows_and_completes_vector_indexes(string vacuum)
    {
        using var database = VectorDatabase.OpenInMemory(new VectorDatabaseOptions { BackgroundMaintenance = false });
        using var session = database.OpenSession();
        session.Run(Load);
        session.Run("CREATE INDEX items_v ON items USING hnsw (v vector_l2_ops); DELETE FROM items WHERE id > 8500");
        Assert.Equal("VACUUM", session.Run(vacuum));
        Assert.Equal(["8500|8500"], session.Query(Indexed));
    }

    [Fact]
    public void Create_index_returns_with_its_graph()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run(Load);
        session.Run("CREATE INDEX items_v ON items USING hnsw (v vector_l2_ops)");
        Assert.Equal(["9000|9000"], session.Query(Indexed));
    }

    [Fact]
    public void Create_index_ends_with_the_statement_timeout_and_leaves_nothing()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run(Load);
        session.Run("SET statement_timeout = 1");
        Assert.Equal("57014", session.Fails("CREATE INDEX items_v ON items USING hnsw (v vector_l2_ops)").SqlState);
        session.Run("SET statement_timeout = 0");
        Assert.Equal(["(no rows)"], session.Query(Indexed));
        session.Run("CREATE INDEX items_v ON items USING hnsw (v vector_l2_ops)");
        Assert.Equal(["9000|9000"], session.Query(Indexed));
    }

    [Theory]
    [InlineData("READ COMMITTED")]
    [InlineData("REPEATABLE READ")]
    public async Task Upserts_find_their_rows_while_compactions_move_them(string isolation)
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE counters (id integer PRIMARY KEY, n integer)");
        session.Run($"SET default_transaction_isolation = '{isolation.ToLowerInvariant()}'");
        using var stop = new CancellationTokenSource();
        var compacting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    database.Compact();
                }
                catch (VectorDbException e) when (e.SqlState == SqlStates.ObjectInUse)
                {
                    // An upsert holds a row: the next one comes in between.
                }
            }
        });
        const int Rounds = 300;
        for (var round = 0; round < Rounds; round++)
            session.Run("INSERT INTO counters VALUES (1, 1), (2, 1), (3, 1) ON CONFLICT (id) DO UPDATE SET n = counters.n + 1");
        await stop.CancelAsync();
        await compacting;
        Assert.Equal([$"1|{Rounds}", $"2|{Rounds}", $"3|{Rounds}"], session.Query("SELECT * FROM counters ORDER BY id"));
    }
}
