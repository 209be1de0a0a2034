using System.Data;
using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;

namespace VectorData.AdoNet.Tests;

public sealed class ConnectionTests
{
    private readonly ScriptedDatabase _database = new ScriptedDatabase().On("SELECT 1", ScriptedResult.Integers(1));

    public static TheoryData<bool> Both => BothWays.Data;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Opening_and_closing_change_the_state_and_say_so(bool isAsync)
    {
        var connection = _database.Closed();
        var changes = new List<string>();
        connection.StateChange += (_, change) => changes.Add($"{change.OriginalState}>{change.CurrentState}");
        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.Equal("scripted", connection.DataSource);
        await connection.OpenBoth(isAsync);
        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Equal(("/scripted", "main", "1.2.3", 0), (connection.DataSource, connection.Database, connection.ServerVersion, connection.ConnectionTimeout));
        await connection.CloseBoth(isAsync);
        await connection.CloseBoth(isAsync);
        await connection.OpenBoth(isAsync);
        await connection.DisposeBoth(isAsync);
        await connection.DisposeBoth(isAsync);
        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.Equal(["Closed>Open", "Open>Closed", "Closed>Open", "Open>Closed"], changes);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => connection.OpenBoth(isAsync));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Opening_needs_a_connection_string_that_names_a_database(bool isAsync)
    {
        Assert.Contains("no connection string", (await Assert.ThrowsAsync<InvalidOperationException>(() => new VectorDbConnection().OpenBoth(isAsync))).Message);
        Assert.Contains("names no database", (await Assert.ThrowsAsync<InvalidOperationException>(() => new VectorDbConnection("Pooling=true").OpenBoth(isAsync))).Message);
        var connection = _database.Connect();
        Assert.Contains("open already", (await Assert.ThrowsAsync<InvalidOperationException>(() => connection.OpenBoth(isAsync))).Message);
    }

    [Fact]
    public async Task A_cancelled_token_stops_opening() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _database.Closed().OpenAsync(new CancellationToken(canceled: true)));

    [Fact]
    public void The_connection_string_stays_while_open()
    {
        using var connection = _database.Connect();
        Assert.Equal("Data Source=scripted", connection.ConnectionString);
        Assert.Throws<InvalidOperationException>(() => connection.ConnectionString = "Data Source=other");
        connection.Close();
        connection.ConnectionString = null;
        Assert.Equal("", connection.ConnectionString);
    }

    [Fact]
    public void A_closed_connection_does_nothing()
    {
        var connection = _database.Closed();
        foreach (var call in new Func<object>[]
        {
            () => connection.BeginTransaction(), () => connection.ServerVersion, () => connection.BeginBulkInsert("t"), () => connection.GetSchema("Tables"),
        })
        {
            Assert.Equal("The connection is not open: call Open first.", Assert.Throws<InvalidOperationException>(call).Message);
        }

        Assert.Same(connection, connection.CreateCommand().Connection);
        Assert.Same(connection, connection.CreateBatch().Connection);
    }

    [Fact]
    public void What_is_not_supported_says_what_to_do_instead()
    {
        using var connection = _database.Connect();
        Assert.Contains("another connection", Assert.Throws<NotSupportedException>(() => connection.ChangeDatabase("x")).Message);
        using var transaction = new System.Transactions.CommittableTransaction();
        Assert.Contains("BeginTransaction", Assert.Throws<NotSupportedException>(() => connection.EnlistTransaction(transaction)).Message);
        connection.EnlistTransaction(null);
    }

    [Fact]
    public void Notices_reach_the_event_only_while_open()
    {
        var connection = _database.Connect();
        var seen = new List<string>();
        connection.Notice += (_, args) => seen.Add(args.Notice.Message);
        _database.Sessions[0].Notify(new Notice("NOTICE", "00000", "one"));
        connection.Close();
        _database.Sessions[0].Notify(new Notice("NOTICE", "00000", "two"));
        Assert.Equal(["one"], seen);
    }

    [Fact]
    public void Read_only_and_application_name_are_settings_of_the_session()
    {
        using var connection = _database.Connect("Data Source=scripted;Mode=ReadOnly;Application Name=o'k");
        Assert.Equal(["SET default_transaction_read_only = on", "SET application_name = 'o''k'"], _database.Log.Skip(2));
    }

    [Fact]
    public void A_clone_is_closed_and_has_the_same_string()
    {
        using var connection = _database.Connect();
        using var clone = connection.Clone();
        Assert.Equal((ConnectionState.Closed, connection.ConnectionString), (clone.State, clone.ConnectionString));
        clone.Open();
    }

    [Fact]
    public async Task One_connection_is_not_for_two_threads_at_once()
    {
        _database.On("SELECT long", call => call.WaitForStop());
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT long");
        var running = Task.Run(() => command.ExecuteNonQuery());
        while (!_database.Log.Contains("SELECT long"))
            await Task.Delay(1);
        Assert.Contains("A command is running", Assert.Throws<InvalidOperationException>(() => connection.Scalar("SELECT 1")).Message);
        command.Cancel();
        await Assert.ThrowsAsync<VectorDbException>(() => running);
    }
}
