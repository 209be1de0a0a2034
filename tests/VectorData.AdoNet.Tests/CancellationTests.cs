using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Tests;

public sealed class CancellationTests
{
    private readonly ScriptedDatabase _database = new ScriptedDatabase()
        .On("SELECT long", call => call.WaitForStop())
        .On("SELECT 1", ScriptedResult.Integers(1))
        .On("SELECT slow rows", ScriptedResult.Rows([new("n", SqlType.Integer)], SlowRows));

    public static TheoryData<bool> Both => BothWays.Data;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_command_timeout_stops_a_running_statement_with_57014(bool isAsync)
    {
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT long");
        command.CommandTimeout = 1;
        var error = await Assert.ThrowsAsync<VectorDbException>(() => command.NonQueryBoth(isAsync));
        Assert.Equal(SqlStates.QueryCanceled, error.SqlState);
        Assert.Equal("canceling statement due to the command timeout of 1 s", error.Message);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_timeout_counts_for_reading_rows_too(bool isAsync)
    {
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT slow rows");
        command.CommandTimeout = 1;
        var reader = await command.ReaderBoth(isAsync);
        Assert.True(await reader.ReadBoth(isAsync));
        var error = await Assert.ThrowsAsync<VectorDbException>(() => reader.ReadBoth(isAsync));
        Assert.Equal(SqlStates.QueryCanceled, error.SqlState);
        Assert.False(await reader.ReadBoth(isAsync));
        await reader.CloseBoth(isAsync);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Cancel_from_another_thread_stops_the_command(bool isAsync)
    {
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT long");
        var running = Task.Run(() => command.NonQueryBoth(isAsync));
        while (!_database.Log.Contains("SELECT long"))
            await Task.Delay(1);
        command.Cancel();
        var error = await Assert.ThrowsAsync<VectorDbException>(() => running);
        Assert.Equal("canceling statement due to user request", error.Message);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Cancel_between_rows_stops_the_next_fetch(bool isAsync)
    {
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT slow rows");
        await using var reader = await command.ReaderBoth(isAsync);
        Assert.True(await reader.ReadBoth(isAsync));
        command.Cancel();
        Assert.Equal(SqlStates.QueryCanceled, (await Assert.ThrowsAsync<VectorDbException>(() => reader.ReadBoth(isAsync))).SqlState);
    }

    [Fact]
    public void Cancel_without_a_running_command_does_nothing()
    {
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT 1");
        command.Cancel();
        Assert.Equal(1, command.ExecuteScalar());
        command.Cancel();
        Assert.Equal(1, command.ExecuteScalar());
        new VectorDbCommand("SELECT 1").Cancel();
    }

    [Fact]
    public void Cancel_of_one_command_leaves_another_ones_reader_alone()
    {
        using var connection = _database.Connect();
        using var reader = connection.CreateCommand("SELECT 1").ExecuteReader();
        connection.CreateCommand("SELECT long").Cancel();
        Assert.True(reader.Read());
    }

    [Fact]
    public async Task The_callers_token_stops_it_with_OperationCanceledException()
    {
        using var connection = _database.Connect();
        using var source = new CancellationTokenSource();
        var running = Task.Run(() => connection.CreateCommand("SELECT long").ExecuteNonQueryAsync(source.Token));
        while (!_database.Log.Contains("SELECT long"))
            await Task.Delay(1);
        await source.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal(SqlStates.QueryCanceled, Assert.IsType<VectorDbException>(error.InnerException).SqlState);
        Assert.True(running.IsCanceled);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task A_token_cancelled_after_the_command_has_no_effect_on_the_next_one()
    {
        using var connection = _database.Connect();
        using var source = new CancellationTokenSource();
        Assert.Equal(1, await connection.CreateCommand("SELECT 1").ExecuteScalarAsync(source.Token));
        await source.CancelAsync();
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    private static IEnumerable<Batch> SlowRows(CancellationToken cancellationToken)
    {
        yield return ScriptedResult.Batch(SqlType.Integer, [Value.Of(1)]);
        cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
        cancellationToken.ThrowIfCancellationRequested();
    }
}
