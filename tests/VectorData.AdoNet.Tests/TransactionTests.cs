using System.Data;
using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;

namespace VectorData.AdoNet.Tests;

public sealed class TransactionTests
{
    private readonly ScriptedDatabase _database = new ScriptedDatabase().On("INSERT", ScriptedResult.Affected(1));

    public static TheoryData<bool> Both => BothWays.Data;

    private IEnumerable<string> Statements => _database.Log.Where(entry => entry is not ("open" or "session"));

    [Theory]
    [InlineData(IsolationLevel.Unspecified, IsolationLevel.ReadCommitted, "READ COMMITTED")]
    [InlineData(IsolationLevel.ReadUncommitted, IsolationLevel.ReadCommitted, "READ COMMITTED")]
    [InlineData(IsolationLevel.ReadCommitted, IsolationLevel.ReadCommitted, "READ COMMITTED")]
    [InlineData(IsolationLevel.RepeatableRead, IsolationLevel.RepeatableRead, "REPEATABLE READ")]
    [InlineData(IsolationLevel.Snapshot, IsolationLevel.Snapshot, "REPEATABLE READ")]
    [InlineData(IsolationLevel.Serializable, IsolationLevel.Serializable, "SERIALIZABLE")]
    public async Task The_isolation_level_is_asked_for_and_reported(IsolationLevel asked, IsolationLevel reported, string sql)
    {
        foreach (var isAsync in new[] { false, true })
        {
            await using var connection = _database.Connect();
            await using var transaction = await connection.BeginBoth(isAsync, asked);
            Assert.Equal(reported, transaction.IsolationLevel);
            Assert.Contains("BEGIN ISOLATION LEVEL " + sql, Statements);
        }
    }

    [Fact]
    public void Chaos_is_refused()
    {
        using var connection = _database.Connect();
        Assert.Throws<NotSupportedException>(() => connection.BeginTransaction(IsolationLevel.Chaos));
        connection.BeginTransaction().Dispose();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Commit_and_rollback_end_it_once(bool isAsync)
    {
        using var connection = _database.Connect();
        foreach (var commits in new[] { true, false })
        {
            var transaction = await connection.BeginBoth(isAsync);
            Assert.Same(connection, transaction.Connection);
            Assert.Same(transaction, connection.CurrentTransaction);
            if (commits)
                await transaction.CommitBoth(isAsync);
            else
                await transaction.RollbackBoth(isAsync);
            Assert.Null(transaction.Connection);
            Assert.Null(connection.CurrentTransaction);
            Assert.Contains("has ended", (await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitBoth(isAsync))).Message);
            Assert.Contains("has ended", (await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.RollbackBoth(isAsync))).Message);
            Assert.Throws<InvalidOperationException>(() => transaction.Save("a"));
            await transaction.DisposeBoth(isAsync);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => transaction.CommitBoth(isAsync));
        }

        Assert.Equal(1, Statements.Count(entry => entry == "COMMIT"));
        Assert.Equal(1, Statements.Count(entry => entry == "ROLLBACK"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Disposing_without_commit_rolls_back(bool isAsync)
    {
        using var connection = _database.Connect();
        var transaction = await connection.BeginBoth(isAsync);
        await transaction.DisposeBoth(isAsync);
        await transaction.DisposeBoth(isAsync);
        Assert.Equal("ROLLBACK", Statements.Last());
        await connection.BeginBoth(isAsync);
    }

    [Fact]
    public void Disposing_with_an_open_reader_closes_it_and_rolls_back()
    {
        _database.On("SELECT", ScriptedResult.Integers(1, 2, 3));
        using var connection = _database.Connect();
        var transaction = connection.BeginTransaction();
        var reader = connection.CreateCommand("SELECT").ExecuteReader();
        Assert.Throws<InvalidOperationException>(transaction.Commit);
        transaction.Dispose();
        Assert.True(reader.IsClosed);
        Assert.Equal("ROLLBACK", Statements.Last());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Transactions_do_not_nest(bool isAsync)
    {
        using var connection = _database.Connect();
        await using (await connection.BeginBoth(isAsync))
            Assert.Contains("do not nest", (await Assert.ThrowsAsync<InvalidOperationException>(() => connection.BeginBoth(isAsync))).Message);
        connection.NonQuery("BEGIN");
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.BeginBoth(isAsync));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Savepoints_are_quoted_names(bool isAsync)
    {
        using var connection = _database.Connect();
        await using var transaction = await connection.BeginBoth(isAsync);
        Assert.True(transaction.SupportsSavepoints);
        if (isAsync)
        {
            await transaction.SaveAsync("a");
            await transaction.SaveAsync("b \"c\"");
            await transaction.RollbackAsync("a");
            await transaction.ReleaseAsync("a");
        }
        else
        {
            transaction.Save("a");
            transaction.Save("b \"c\"");
            transaction.Rollback("a");
            transaction.Release("a");
        }

        Assert.Equal(
            ["SAVEPOINT \"a\"", "SAVEPOINT \"b \"\"c\"\"\"", "ROLLBACK TO SAVEPOINT \"a\"", "RELEASE SAVEPOINT \"a\""], Statements.Skip(1));
        Assert.Throws<ArgumentException>(() => transaction.Save(""));
        Assert.Throws<ArgumentNullException>(() => transaction.Save(null!));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Committing_a_failed_transaction_is_an_error(bool isAsync)
    {
        _database.On("COMMIT", ScriptedResult.Tag("ROLLBACK"));
        using var connection = _database.Connect();
        var transaction = await connection.BeginBoth(isAsync);
        await Assert.ThrowsAsync<VectorDbException>(() => connection.CreateCommand("bad").NonQueryBoth(isAsync));
        var error = await Assert.ThrowsAsync<VectorDbException>(() => transaction.CommitBoth(isAsync));
        Assert.Equal(SqlStates.InFailedSqlTransaction, error.SqlState);
        Assert.Null(transaction.Connection);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_commit_that_fails_has_ended_the_transaction(bool isAsync)
    {
        using var connection = _database.Connect();
        var transaction = await connection.BeginBoth(isAsync);
        _database.On("COMMIT", _ =>
        {
            _database.Sessions[0].Status = TransactionStatus.Idle;
            throw new VectorDbException(SqlStates.SerializationFailure, "could not serialize access");
        });
        var error = await Assert.ThrowsAsync<VectorDbException>(() => transaction.CommitBoth(isAsync));
        Assert.True(error.IsTransient);
        Assert.Null(transaction.Connection);
        await transaction.DisposeBoth(isAsync);
        Assert.DoesNotContain("ROLLBACK", Statements);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_commit_statement_ends_it_too(bool isAsync)
    {
        using var connection = _database.Connect();
        var transaction = await connection.BeginBoth(isAsync);
        connection.NonQuery("COMMIT");
        Assert.Contains("a COMMIT or ROLLBACK statement", (await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitBoth(isAsync))).Message);
        await using var next = await connection.BeginBoth(isAsync);
        Assert.NotNull(next.Connection);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Closing_the_connection_ends_it(bool isAsync)
    {
        var connection = _database.Connect();
        var transaction = await connection.BeginBoth(isAsync);
        await connection.CloseBoth(isAsync);
        Assert.Null(transaction.Connection);
        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitBoth(isAsync));
        await transaction.DisposeBoth(isAsync);
        Assert.Equal("reset", Statements.Last());
    }

    [Fact]
    public async Task Cancelled_tokens_stop_before_anything_runs()
    {
        using var connection = _database.Connect();
        var token = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await connection.BeginTransactionAsync(token));
        var transaction = connection.BeginTransaction();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transaction.CommitAsync(token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transaction.RollbackAsync(token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transaction.SaveAsync("a", token));
        transaction.Commit();
    }
}
