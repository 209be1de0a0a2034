using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;

namespace VectorData.Tests;

public sealed class ForeignKeyRaceTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private readonly VectorDatabase _database = VectorDatabase.OpenInMemory();
    private readonly ISession _one;
    private readonly ISession _two;

    public ForeignKeyRaceTests()
    {
        _one = _database.OpenSession();
        _two = _database.OpenSession();
        _one.Run("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (p integer REFERENCES p); INSERT INTO p VALUES (1), (2)");
    }

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData("COMMIT", true)]
    [InlineData("ROLLBACK", false)]
    public async Task A_child_waits_for_the_deletion_of_its_parent(string end, bool fails)
    {
        _one.Run("BEGIN; DELETE FROM p WHERE id = 1");
        var insert = _two.Start("INSERT INTO c VALUES (1)");
        Assert.NotSame(insert, await Task.WhenAny(insert, Task.Delay(Soon)));
        _one.Run(end);
        if (fails)
            Assert.Equal(SqlStates.ForeignKeyViolation, (await Assert.ThrowsAsync<VectorDbException>(() => insert)).SqlState);
        else
            Assert.Equal("INSERT 0 1", await insert);
    }

    [Theory]
    [InlineData("COMMIT", true)]
    [InlineData("ROLLBACK", false)]
    public async Task A_deletion_waits_for_a_new_child(string end, bool fails)
    {
        _one.Run("BEGIN; INSERT INTO c VALUES (1)");
        var delete = _two.Start("DELETE FROM p WHERE id = 1");
        Assert.NotSame(delete, await Task.WhenAny(delete, Task.Delay(Soon)));
        _one.Run(end);
        if (fails)
            Assert.Equal(SqlStates.ForeignKeyViolation, (await Assert.ThrowsAsync<VectorDbException>(() => delete)).SqlState);
        else
            Assert.Equal("DELETE 1", await delete);
    }

    [Fact]
    public async Task A_new_child_lets_other_columns_of_its_parent_change_but_not_the_key()
    {
        _one.Run("ALTER TABLE p ADD COLUMN v integer; BEGIN; INSERT INTO c VALUES (1)");
        Assert.Equal("UPDATE 1", _two.Run("UPDATE p SET v = 9 WHERE id = 1"));
        Assert.Equal("UPDATE 1", _two.Run("UPDATE p SET id = id, v = 10 WHERE id = 1"));
        Assert.Equal("INSERT 0 1", _two.Run("INSERT INTO p VALUES (1, 0) ON CONFLICT (id) DO UPDATE SET v = 11"));
        Assert.Equal(["1"], _two.Query("SELECT id FROM p WHERE id = 1 FOR NO KEY UPDATE"));
        _two.Run("SET lock_timeout = 10");
        foreach (var text in new[] { "DELETE FROM p WHERE id = 1", "UPDATE p SET id = 7 WHERE id = 1", "SELECT id FROM p WHERE id = 1 FOR UPDATE" })
            Assert.Equal(SqlStates.LockNotAvailable, _two.Fails(text).SqlState);
        _two.Run("SET lock_timeout = 0");
        var delete = _two.Start("DELETE FROM p WHERE id = 1");
        Assert.NotSame(delete, await Task.WhenAny(delete, Task.Delay(Soon)));
        _one.Run("COMMIT");
        Assert.Equal(SqlStates.ForeignKeyViolation, (await Assert.ThrowsAsync<VectorDbException>(() => delete)).SqlState);
    }

    [Fact]
    public async Task No_orphan_comes_of_children_updates_deletions_and_compactions_at_once()
    {
        var seed = Environment.TickCount;
        _one.Run("ALTER TABLE p ADD COLUMN v integer; INSERT INTO p SELECT g, 0 FROM generate_series(3, 8) g");
        string[] texts =
        [
            "INSERT INTO c VALUES ({0})",
            "BEGIN; INSERT INTO c VALUES ({0})|COMMIT",
            "UPDATE p SET v = v + 1 WHERE id = {0}",
            "BEGIN; UPDATE p SET v = v + 1 WHERE id = {0}|DELETE FROM p WHERE id = {0}|COMMIT",
            "BEGIN; UPDATE p SET v = v + 1 WHERE id = {0}; SAVEPOINT s; DELETE FROM p WHERE id = {0}|ROLLBACK TO s; COMMIT",
            "DELETE FROM p WHERE id = {0}",
            "DELETE FROM c WHERE p = {0}",
            "INSERT INTO p VALUES ({0}, 0) ON CONFLICT (id) DO UPDATE SET v = p.v + 1",
            "VACUUM p",
        ];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            var random = new Random(seed + worker);
            using var session = _database.OpenSession();
            for (var i = 0; i < 300; i++)
            {
                var text = string.Format(CultureInfo.InvariantCulture, texts[random.Next(texts.Length)], random.Next(1, 9));
                try
                {
                    foreach (var part in text.Split('|'))
                    {
                        session.Run(part);
                        Thread.Sleep(random.Next(2));
                    }
                }
                catch (VectorDbException e) when (e.SqlState is SqlStates.ForeignKeyViolation or SqlStates.ObjectInUse or SqlStates.DeadlockDetected or SqlStates.SerializationFailure)
                {
                    session.Run("ROLLBACK");
                }

                Assert.True(session.Scalar("SELECT count(*) FROM c WHERE NOT EXISTS (SELECT FROM p WHERE p.id = c.p)") == "0", $"orphans, seed {seed}");
            }
        })));
        Assert.True(_one.Scalar("SELECT count(*) - count(DISTINCT id) FROM p") == "0", $"a key twice, seed {seed}");
    }

    [Theory]
    [InlineData("NO ACTION")]
    [InlineData("CASCADE")]
    [InlineData("SET NULL")]
    public void A_snapshot_that_does_not_see_a_new_child_leaves_no_orphan(string action)
    {
        _one.Run($"CREATE TABLE d (id integer, p integer REFERENCES p ON DELETE {action})");
        _one.Run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        Assert.Equal("0", _one.Scalar("SELECT count(*) FROM d"));
        _two.Run("INSERT INTO d VALUES (1, 1)");
        try
        {
            _one.Run("DELETE FROM p WHERE id = 1; COMMIT");
        }
        catch (VectorDbException e)
        {
            Assert.True(e.SqlState is SqlStates.SerializationFailure or SqlStates.ForeignKeyViolation, e.ToString());
            _one.Run("ROLLBACK");
        }

        Assert.Equal("0", _two.Scalar("SELECT count(*) FROM d WHERE p IS NOT NULL AND p NOT IN (SELECT id FROM p)"));
    }

    [Fact]
    public void Children_of_one_parent_do_not_wait_for_each_other()
    {
        _one.Run("BEGIN; INSERT INTO c VALUES (1)");
        _two.Run("SET lock_timeout = '2s'; INSERT INTO c VALUES (1)");
        _one.Run("COMMIT");
        Assert.Equal("2", _one.Scalar("SELECT count(*) FROM c"));
    }

    [Fact]
    public async Task No_orphans_are_left_by_many_writers()
    {
        const int Writers = 6;
        var seed = Environment.TickCount;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(number => Task.Run(() =>
        {
            using var session = _database.OpenSession();
            var random = new Random(seed + number);
            for (var i = 0; i < 60; i++)
            {
                var key = random.Next(1, 6);
                var sql = random.Next(3) switch
                {
                    0 => $"INSERT INTO p VALUES ({key}) ON CONFLICT DO NOTHING",
                    1 => $"DELETE FROM p WHERE id = {key} AND NOT EXISTS (SELECT 1 FROM c WHERE c.p = p.id)",
                    _ => $"INSERT INTO c VALUES ({key})",
                };
                try
                {
                    session.Run(sql);
                    if (random.Next(4) == 0)
                        session.Run($"DELETE FROM c WHERE p = {key}");
                }
                catch (VectorDbException e) when (e.SqlState is SqlStates.ForeignKeyViolation or SqlStates.DeadlockDetected)
                {
                    // The price of racing: the point is what is left at the end.
                }
            }
        })));
        Assert.True(_one.Scalar("SELECT count(*) FROM c WHERE NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.p)") == "0", $"orphans with seed {seed}");
    }
}
