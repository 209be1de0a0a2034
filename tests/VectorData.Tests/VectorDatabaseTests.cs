using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using VectorData.Core.Errors;

namespace VectorData.Tests;

public sealed class VectorDatabaseTests
{
    [Fact]
    public void What_was_committed_is_there_after_reopening()
    {
        using var folder = new TemporaryFolder();
        using (var database = VectorDatabase.Open(folder.Path))
        using (var session = database.OpenSession())
        {
            session.Run("CREATE TABLE t (id serial PRIMARY KEY, v vector(2)); INSERT INTO t (v) VALUES ('[1,2]'), ('[3,4]')");
            session.Run("BEGIN; INSERT INTO t (v) VALUES ('[5,6]')");
        }

        using (var database = VectorDatabase.Open(folder.Path))
        using (var session = database.OpenSession())
            Assert.Equal(["1|[1,2]", "2|[3,4]"], session.Query("SELECT * FROM t ORDER BY id"));
    }

    [Fact]
    public void A_database_that_was_never_written_can_be_opened_again()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 3; i++)
        {
            using var database = VectorDatabase.Open(folder.Path);
            using var session = database.OpenSession();
            Assert.Equal("1", session.Scalar("SELECT 1"));
        }
    }

    [Fact]
    public void A_missing_folder_is_not_made_when_that_is_forbidden()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<VectorDbException>(() => VectorDatabase.Open(folder.Path, new VectorDatabaseOptions { CreateIfMissing = false }));
        Assert.Equal(SqlStates.InvalidCatalogName, error.SqlState);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void A_session_of_a_closed_database_says_so()
    {
        var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE t (a integer)");
        database.Dispose();
        Assert.Equal(SqlStates.AdminShutdown, session.Fails("INSERT INTO t VALUES (1)").SqlState);
    }

    [Fact]
    public void The_report_counts_rows_and_indexes()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE t (id integer PRIMARY KEY, v vector(2)); CREATE INDEX ON t USING hnsw (v vector_l2_ops)");
        session.Run("INSERT INTO t SELECT g, ARRAY[g, g]::vector FROM generate_series(1, 100) g; DELETE FROM t WHERE id <= 10");
        var table = Assert.Single(database.Describe().Tables);
        Assert.Equal(("t", 90L), (table.Name, table.LiveRows));
        Assert.Equal(["t_pkey", "t_v_idx"], table.Indexes.Select(index => index.Name).Order());
        Assert.Empty(database.Verify());
    }

    [Fact]
    public void Leases_of_one_folder_share_a_database()
    {
        using var folder = new TemporaryFolder();
        var registry = new VectorDatabaseRegistry();
        var first = registry.Acquire(folder.Path);
        var second = registry.Acquire(Path.Combine(folder.Path, "..", Path.GetFileName(folder.Path)) + Path.DirectorySeparatorChar);
        Assert.Same(first.Database, second.Database);
        first.Dispose();
        first.Dispose();
        using (var session = second.Database.OpenSession())
            session.Run("CREATE TABLE t (a integer)");
        second.Dispose();
        using var third = registry.Acquire(folder.Path);
        Assert.NotSame(third.Database, second.Database);
        Assert.NotNull(third.Database.Catalog.FindTable("public", "t"));
    }

    [Fact]
    public void Databases_in_memory_are_shared_by_name_only()
    {
        var registry = new VectorDatabaseRegistry();
        using var one = registry.AcquireInMemory("name");
        using var two = registry.AcquireInMemory("name");
        using var other = registry.AcquireInMemory();
        using var another = registry.AcquireInMemory();
        Assert.Same(one.Database, two.Database);
        Assert.NotSame(other.Database, another.Database);
    }

    [Fact]
    public async Task Many_threads_may_acquire_and_release()
    {
        using var folder = new TemporaryFolder();
        var registry = new VectorDatabaseRegistry();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                using var lease = registry.Acquire(folder.Path);
                using var session = lease.Database.OpenSession();
                session.Run("SELECT 1");
            }
        })));
    }

    [Fact]
    public void A_container_gives_one_database_and_closes_it()
    {
        using var folder = new TemporaryFolder();
        var services = new ServiceCollection().AddVectorDatabase(folder.Path, options => options with { PlanCacheSize = 5 }).BuildServiceProvider();
        var database = services.GetRequiredService<VectorDatabase>();
        Assert.Same(database, services.GetRequiredService<VectorDatabase>());
        Assert.Equal(5, database.Options.PlanCacheSize);
        services.Dispose();
        using var again = VectorDatabase.Open(folder.Path);
    }

    [Fact]
    public void Statements_are_traced()
    {
        var texts = new List<object?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == VectorDataTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (texts)
                    texts.Add(activity.GetTagItem("db.query.text"));
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("SELECT 424242");
        lock (texts)
            Assert.Contains("SELECT 424242", texts);
    }
}
