using System.Data;
using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Engine;

public sealed class EngineTransactionTests : EngineTest
{
    public EngineTransactionTests() => Run("CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL CHECK (n < 1000)); INSERT INTO t VALUES (1, 10), (2, 20)");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Others_see_a_commit_and_never_a_rollback(bool isAsync)
    {
        await using var other = Source.OpenConnection();
        await using (var transaction = await Connection.BeginBoth(isAsync))
        {
            Run("INSERT INTO t VALUES (3, 30)");
            Assert.Equal(3L, Scalar("SELECT count(*) FROM t"));
            Assert.Equal(2L, other.Scalar("SELECT count(*) FROM t"));
            await transaction.CommitBoth(isAsync);
        }

        Assert.Equal(3L, other.Scalar("SELECT count(*) FROM t"));
        await using (await Connection.BeginBoth(isAsync))
            Run("DELETE FROM t");
        Assert.Equal(3L, other.Scalar("SELECT count(*) FROM t"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Savepoints_undo_a_part_and_mend_a_failure(bool isAsync)
    {
        await using var transaction = await Connection.BeginBoth(isAsync);
        Run("UPDATE t SET n = 11 WHERE id = 1");
        transaction.Save("before \"it\"");
        Assert.Equal(SqlStates.UniqueViolation, Assert.Throws<VectorDbException>(() => Run("INSERT INTO t VALUES (2, 0)")).SqlState);
        Assert.Equal(SqlStates.InFailedSqlTransaction, Assert.Throws<VectorDbException>(() => Run("SELECT 1")).SqlState);
        transaction.Rollback("before \"it\"");
        Run("UPDATE t SET n = 21 WHERE id = 2");
        transaction.Release("before \"it\"");
        Assert.Equal(SqlStates.InvalidSavepointSpecification, Assert.Throws<VectorDbException>(() => transaction.Rollback("none")).SqlState);
        await transaction.RollbackBoth(isAsync);
        Assert.Equal([10, 20], Column<int>("SELECT n FROM t ORDER BY id"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_failed_transaction_does_not_commit(bool isAsync)
    {
        var transaction = await Connection.BeginBoth(isAsync);
        Run("UPDATE t SET n = 11 WHERE id = 1");
        Assert.Equal(SqlStates.CheckViolation, Assert.Throws<VectorDbException>(() => Run("UPDATE t SET n = 5000 WHERE id = 2")).SqlState);
        Assert.Equal(SqlStates.InFailedSqlTransaction, (await Assert.ThrowsAsync<VectorDbException>(() => transaction.CommitBoth(isAsync))).SqlState);
        Assert.Equal([10, 20], Column<int>("SELECT n FROM t ORDER BY id"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Under_snapshot_the_second_writer_gets_a_transient_error(bool isAsync)
    {
        await using var other = Source.OpenConnection();
        var transaction = await Connection.BeginBoth(isAsync, IsolationLevel.Snapshot);
        Assert.Equal(10, Scalar("SELECT n FROM t WHERE id = 1"));
        other.NonQuery("UPDATE t SET n = 99 WHERE id = 1");
        Assert.Equal(10, Scalar("SELECT n FROM t WHERE id = 1"));
        var error = Assert.Throws<VectorDbException>(() => Run("UPDATE t SET n = 12 WHERE id = 1"));
        Assert.Equal((SqlStates.SerializationFailure, true), (error.SqlState, error.IsTransient));
        await transaction.RollbackBoth(isAsync);
        Assert.Equal(99, Scalar("SELECT n FROM t WHERE id = 1"));
    }

    [Fact]
    public void Under_read_committed_each_statement_sees_what_was_committed()
    {
        using var other = Source.OpenConnection();
        using var transaction = Connection.BeginTransaction();
        Assert.Equal(10, Scalar("SELECT n FROM t WHERE id = 1"));
        other.NonQuery("UPDATE t SET n = 99 WHERE id = 1");
        Assert.Equal(99, Scalar("SELECT n FROM t WHERE id = 1"));
        transaction.Commit();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Several_statements_and_batches_are_all_or_nothing(bool isAsync)
    {
        await Assert.ThrowsAsync<VectorDbException>(
            () => Connection.CreateCommand("INSERT INTO t VALUES (3, 30); INSERT INTO t VALUES (1, 0)").NonQueryBoth(isAsync));
        Assert.Equal(2L, Scalar("SELECT count(*) FROM t"));
        var batch = Connection.CreateBatch();
        batch.BatchCommands.Add("INSERT INTO t VALUES (3, @n)").Parameters.AddWithValue("n", 30);
        var bad = batch.BatchCommands.Add("INSERT INTO t VALUES (1, @n)");
        bad.Parameters.AddWithValue("n", 0);
        var error = await Assert.ThrowsAsync<VectorDbException>(async () => _ = isAsync ? await batch.ExecuteNonQueryAsync() : batch.ExecuteNonQuery());
        Assert.Same(bad, error.BatchCommand);
        Assert.Equal(2L, Scalar("SELECT count(*) FROM t"));
        bad.CommandText = "UPDATE t SET n = n + @n RETURNING id";
        bad.Parameters["n"].Value = 1;
        await using var reader = isAsync ? await batch.ExecuteReaderAsync() : batch.ExecuteReader();
        var ids = new List<int>();
        while (await reader.ReadBoth(isAsync))
            ids.Add(reader.GetInt32(0));
        Assert.Equal([1, 2, 3], ids.Order());
        Assert.False(await reader.NextResultBoth(isAsync));
        Assert.Equal(4, reader.RecordsAffected);
        Assert.Equal([1, 3], batch.BatchCommands.Select(command => command.RecordsAffected));
    }

    [Fact]
    public void A_name_made_by_one_statement_is_known_to_the_next()
    {
        Assert.Equal(2, Run("CREATE TABLE made (a int); INSERT INTO made VALUES (1), (2)"));
        Assert.Equal(2L, Scalar("SELECT count(*) FROM made"));
    }

    [Fact]
    public async Task Many_threads_write_with_connections_of_their_own()
    {
        var tasks = Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await using var connection = await Source.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                connection.NonQuery("INSERT INTO t VALUES ($1, $2)", 100 + (thread * 1000) + i, i);
                connection.NonQuery("UPDATE t SET n = n + 1 WHERE id = $1", 100 + (thread * 1000) + i);
                await transaction.CommitAsync();
            }
        }));
        await Task.WhenAll(tasks);
        Assert.Equal(402L, Scalar("SELECT count(*) FROM t"));
        Assert.Equal(50, Scalar("SELECT max(n) FROM t"));
    }

    [Fact]
    public void Serializable_is_given_in_full_or_refused()
    {
        var error = Record.Exception(() => Connection.BeginTransaction(IsolationLevel.Serializable).Dispose());
        Assert.True(error is null or VectorDbException { SqlState: SqlStates.FeatureNotSupported }, error?.ToString());
        Assert.Equal(1, Scalar("SELECT 1"));
    }
}
