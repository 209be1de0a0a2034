using VectorData.Core.Errors;
using VectorData.Core.Sessions;

namespace VectorData.Tests;

/// <summary>What one transaction sees and does of another's work, level by level.</summary>
public sealed class IsolationTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private readonly VectorDatabase _database = VectorDatabase.OpenInMemory();
    private readonly ISession _one;
    private readonly ISession _two;

    public IsolationTests()
    {
        _one = _database.OpenSession();
        _two = _database.OpenSession();
        _one.Run("CREATE TABLE t (id integer PRIMARY KEY, n integer); INSERT INTO t VALUES (1, 10), (2, 20)");
    }

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Uncommitted_rows_are_seen_by_their_own_transaction_only()
    {
        _one.Run("BEGIN; INSERT INTO t VALUES (3, 30); UPDATE t SET n = 11 WHERE id = 1; DELETE FROM t WHERE id = 2");
        Assert.Equal(["1|11", "3|30"], _one.Query("SELECT * FROM t ORDER BY id"));
        Assert.Equal(["1|10", "2|20"], _two.Query("SELECT * FROM t ORDER BY id"));
        _one.Run("COMMIT");
        Assert.Equal(["1|11", "3|30"], _two.Query("SELECT * FROM t ORDER BY id"));
    }

    [Fact]
    public void Read_committed_sees_what_others_commit_between_statements()
    {
        _one.Run("BEGIN");
        Assert.Equal("10", _one.Scalar("SELECT n FROM t WHERE id = 1"));
        _two.Run("UPDATE t SET n = 99 WHERE id = 1; INSERT INTO t VALUES (3, 30)");
        Assert.Equal("99", _one.Scalar("SELECT n FROM t WHERE id = 1"));
        Assert.Equal("3", _one.Scalar("SELECT count(*) FROM t"));
        _one.Run("COMMIT");
    }

    [Theory]
    [InlineData("REPEATABLE READ")]
    [InlineData("SNAPSHOT")]
    public void A_snapshot_stays_as_it_was_at_the_first_query(string level)
    {
        _one.Run($"BEGIN ISOLATION LEVEL {level}");
        Assert.Equal("10", _one.Scalar("SELECT n FROM t WHERE id = 1"));
        _two.Run("UPDATE t SET n = 99 WHERE id = 1; INSERT INTO t VALUES (3, 30); DELETE FROM t WHERE id = 2");
        Assert.Equal(["1|10", "2|20"], _one.Query("SELECT * FROM t ORDER BY id"));
        _one.Run("COMMIT");
        Assert.Equal(["1|99", "3|30"], _one.Query("SELECT * FROM t ORDER BY id"));
    }

    [Fact]
    public async Task Read_committed_waits_for_the_first_writer_and_goes_on_from_its_value()
    {
        _one.Run("BEGIN; UPDATE t SET n = n + 1 WHERE id = 1");
        var second = _two.Start("UPDATE t SET n = n + 100 WHERE id = 1");
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(Soon)));
        _one.Run("COMMIT");
        Assert.Equal("UPDATE 1", await second);
        Assert.Equal("111", _one.Scalar("SELECT n FROM t WHERE id = 1"));
    }

    [Fact]
    public async Task Read_committed_looks_again_whether_a_changed_row_still_matches()
    {
        _one.Run("BEGIN; UPDATE t SET n = 0 WHERE id = 1");
        var second = _two.Start("UPDATE t SET n = n * 2 WHERE n = 10");
        await Task.Delay(Soon);
        _one.Run("COMMIT");
        Assert.Equal("UPDATE 0", await second);
        Assert.Equal("0", _one.Scalar("SELECT n FROM t WHERE id = 1"));
    }

    [Fact]
    public async Task A_writer_that_rolls_back_lets_the_second_go_on_from_the_old_value()
    {
        _one.Run("BEGIN; UPDATE t SET n = 0 WHERE id = 1");
        var second = _two.Start("UPDATE t SET n = n + 1 WHERE id = 1");
        await Task.Delay(Soon);
        _one.Run("ROLLBACK");
        Assert.Equal("UPDATE 1", await second);
        Assert.Equal("11", _one.Scalar("SELECT n FROM t WHERE id = 1"));
    }

    [Fact]
    public async Task A_snapshot_loses_no_update_but_fails_with_40001()
    {
        _two.Run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        Assert.Equal("10", _two.Scalar("SELECT n FROM t WHERE id = 1"));
        _one.Run("BEGIN; UPDATE t SET n = n + 1 WHERE id = 1");
        var second = _two.Start("UPDATE t SET n = 1000 WHERE id = 1");
        await Task.Delay(Soon);
        _one.Run("COMMIT");
        var error = await Assert.ThrowsAsync<VectorDbException>(() => second);
        Assert.Equal(SqlStates.SerializationFailure, error.SqlState);
        Assert.True(error.IsTransient);
        Assert.Equal(TransactionStatus.Failed, _two.Status);
        _two.Run("ROLLBACK");
        Assert.Equal("11", _one.Scalar("SELECT n FROM t WHERE id = 1"));
    }

    /// <summary>Two transactions that each read what the other writes both commit: snapshot isolation does not see this.</summary>
    [Fact]
    public void Write_skew_happens_under_repeatable_read()
    {
        _one.Run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        _two.Run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        Assert.Equal("30", _one.Scalar("SELECT sum(n) FROM t"));
        Assert.Equal("30", _two.Scalar("SELECT sum(n) FROM t"));
        _one.Run("UPDATE t SET n = n - 25 WHERE id = 1");
        _two.Run("UPDATE t SET n = n - 25 WHERE id = 2");
        _one.Run("COMMIT");
        _two.Run("COMMIT");
        Assert.Equal("-20", _one.Scalar("SELECT sum(n) FROM t"));
    }

    [Fact]
    public async Task Select_for_update_keeps_the_row_until_the_end()
    {
        _one.Run("BEGIN");
        Assert.Equal("10", _one.Scalar("SELECT n FROM t WHERE id = 1 FOR UPDATE"));
        var second = _two.Start("UPDATE t SET n = n + 5 WHERE id = 1");
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(Soon)));
        _one.Run("UPDATE t SET n = n * 2 WHERE id = 1; COMMIT");
        Assert.Equal("UPDATE 1", await second);
        Assert.Equal("25", _one.Scalar("SELECT n FROM t WHERE id = 1"));
    }

    [Fact]
    public async Task Select_for_update_gives_the_row_as_it_is_after_the_wait()
    {
        _one.Run("BEGIN; UPDATE t SET n = 11 WHERE id = 1");
        _two.Run("BEGIN");
        var second = _two.Start("SELECT n FROM t WHERE n < 15 FOR UPDATE");
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(Soon)));
        _one.Run("COMMIT");
        await second;
        Assert.Equal(["11"], _two.Query("SELECT n FROM t WHERE n < 15 FOR UPDATE"));
        _two.Run("COMMIT");
    }

    [Fact]
    public async Task Select_for_update_tests_its_condition_again_after_the_wait()
    {
        _one.Run("BEGIN; UPDATE t SET n = 100 WHERE id = 1");
        _two.Run("BEGIN");
        var second = _two.Start("SELECT n FROM t WHERE n < 15 FOR UPDATE");
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(Soon)));
        _one.Run("COMMIT");
        Assert.Equal("SELECT 0", await second);
        _one.Run("SET lock_timeout = '50ms'; UPDATE t SET n = 1 WHERE id = 1");
        _two.Run("COMMIT");
    }

    [Fact]
    public void Select_for_update_with_a_limit_locks_the_rows_it_returns()
    {
        _one.Run("BEGIN");
        Assert.Equal(["2|20"], _one.Query("SELECT * FROM t ORDER BY id DESC LIMIT 1 FOR UPDATE"));
        _two.Run("SET lock_timeout = '50ms'; UPDATE t SET n = 1 WHERE id = 1");
        Assert.Equal(SqlStates.LockNotAvailable, _two.Fails("UPDATE t SET n = 2 WHERE id = 2").SqlState);
        _one.Run("COMMIT");
    }

    [Fact]
    public async Task Of_two_transactions_that_wait_for_each_other_one_fails_with_40P01()
    {
        _one.Run("BEGIN; UPDATE t SET n = 1 WHERE id = 1");
        _two.Run("BEGIN; UPDATE t SET n = 2 WHERE id = 2");
        var first = _one.Start("UPDATE t SET n = 3 WHERE id = 2");
        var second = _two.Start("UPDATE t SET n = 4 WHERE id = 1");
        // The loser's locks are free as soon as it fails, so the winner may be seen to end before it.
        var ended = await Task.WhenAny(first, second);
        var loser = ended.IsFaulted == ReferenceEquals(ended, first) ? first : second;
        var error = await Assert.ThrowsAsync<VectorDbException>(() => loser);
        Assert.Equal(SqlStates.DeadlockDetected, error.SqlState);
        (ReferenceEquals(loser, first) ? _one : _two).Run("ROLLBACK");
        await (ReferenceEquals(loser, first) ? second : first);
        (ReferenceEquals(loser, first) ? _two : _one).Run("COMMIT");
    }

    [Fact]
    public void Lock_timeout_ends_a_wait_with_55P03()
    {
        _one.Run("BEGIN; UPDATE t SET n = 1 WHERE id = 1");
        _two.Run("SET lock_timeout = '50ms'");
        Assert.Equal(SqlStates.LockNotAvailable, _two.Fails("UPDATE t SET n = 2 WHERE id = 1").SqlState);
        Assert.Equal("10", _two.Scalar("SELECT n FROM t WHERE id = 1"));
        _one.Run("ROLLBACK");
    }

    [Fact]
    public async Task An_equal_key_waits_for_the_first_inserter()
    {
        _one.Run("BEGIN; INSERT INTO t VALUES (5, 1)");
        var second = _two.Start("INSERT INTO t VALUES (5, 2)");
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(Soon)));
        _one.Run("COMMIT");
        Assert.Equal(SqlStates.UniqueViolation, (await Assert.ThrowsAsync<VectorDbException>(() => second)).SqlState);

        _one.Run("BEGIN; INSERT INTO t VALUES (6, 1)");
        second = _two.Start("INSERT INTO t VALUES (6, 2)");
        await Task.Delay(Soon);
        _one.Run("ROLLBACK");
        Assert.Equal("INSERT 0 1", await second);
    }

    [Fact]
    public async Task A_definition_changes_when_its_users_are_done()
    {
        _one.Run("BEGIN; INSERT INTO t VALUES (7, 7)");
        var alter = _two.Start("ALTER TABLE t ADD COLUMN c text DEFAULT 'new'");
        Assert.NotSame(alter, await Task.WhenAny(alter, Task.Delay(Soon)));
        _one.Run("COMMIT");
        await alter;
        Assert.Equal("7|7|new", _one.Scalar("SELECT * FROM t WHERE id = 7"));
    }

    [Fact]
    public async Task A_writer_that_waited_for_a_definition_writes_by_the_new_one()
    {
        _one.Run("BEGIN; ALTER TABLE t ADD COLUMN c text NOT NULL DEFAULT 'filled'");
        var insert = _two.Start("INSERT INTO t (id) VALUES (8)");
        Assert.NotSame(insert, await Task.WhenAny(insert, Task.Delay(Soon)));
        _one.Run("COMMIT");
        await insert;
        Assert.Equal("8|NULL|filled", _one.Scalar("SELECT * FROM t WHERE id = 8"));
    }

    [Fact]
    public async Task Of_two_creators_of_one_table_the_second_fails()
    {
        _one.Run("BEGIN; CREATE TABLE x (a integer)");
        var second = _two.Start("CREATE TABLE x (b text)");
        await Task.Delay(Soon);
        _one.Run("COMMIT");
        Assert.Equal(SqlStates.DuplicateTable, (await Assert.ThrowsAsync<VectorDbException>(() => second)).SqlState);
    }
}
