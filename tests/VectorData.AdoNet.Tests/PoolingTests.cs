using VectorData.AdoNet.Pooling;
using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests;

public sealed class PoolingTests
{
    private readonly ManualClock _clock = new();
    private readonly ScriptedDatabase _database;

    public PoolingTests() => _database = new ScriptedDatabase(_clock).On("SELECT 1", ScriptedResult.Integers(1));

    [Fact]
    public void Sessions_are_reset_and_used_again()
    {
        for (var i = 0; i < 3; i++)
            _database.Connect().Close();
        Assert.Equal(["open", "session", "reset", "reset", "reset"], _database.Log);
    }

    [Fact]
    public void A_session_that_cannot_be_reset_is_ended()
    {
        var connection = _database.Connect();
        _database.Sessions[0].FailsReset = true;
        connection.Close();
        Assert.True(_database.Sessions[0].IsDisposed);
        _database.Connect();
        Assert.Equal(2, _database.Sessions.Count);
    }

    [Fact]
    public void The_database_closes_when_it_was_idle_for_its_lifetime()
    {
        var connection = _database.Connect("Data Source=scripted;Idle Lifetime=5");
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.True(_database.IsOpen);
        connection.Close();
        _clock.Advance(TimeSpan.FromSeconds(4));
        connection.Open();
        _clock.Advance(TimeSpan.FromSeconds(4));
        connection.Close();
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.True(_database.IsOpen);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["open", "session", "reset", "reset", "end session", "close"], _database.Log);
        connection.Open();
        Assert.True(_database.IsOpen);
    }

    [Theory]
    [InlineData("Pooling=false")]
    [InlineData("Idle Lifetime=0")]
    [InlineData("Mode=Memory;Cache=Shared")]
    public void Without_pooling_the_database_closes_with_its_last_connection(string option)
    {
        var first = _database.Connect("Data Source=scripted;" + option);
        var second = _database.Connect("Data Source=scripted;" + option);
        first.Close();
        Assert.True(_database.IsOpen);
        second.Close();
        Assert.False(_database.IsOpen);
    }

    [Fact]
    public void ClearPool_closes_the_database_or_has_its_last_connection_close_it()
    {
        var connection = _database.Connect();
        connection.Close();
        VectorDbConnection.ClearPool(connection);
        Assert.False(_database.IsOpen);
        connection.Open();
        var other = _database.Connect();
        VectorDbConnection.ClearPool(connection);
        Assert.True(_database.IsOpen);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
        other.Close();
        Assert.True(_database.IsOpen);
        connection.Close();
        Assert.False(_database.IsOpen);
        Assert.All(_database.Sessions, session => Assert.True(session.IsDisposed));
    }

    [Fact]
    public void At_most_max_pool_size_sessions_are_kept()
    {
        const string Text = "Data Source=scripted;Max Pool Size=1";
        var connections = Enumerable.Range(0, 3).Select(_ => _database.Connect(Text)).ToArray();
        foreach (var connection in connections)
            connection.Close();
        Assert.Equal(1, _database.Sessions.Count(session => !session.IsDisposed));
    }

    [Fact]
    public void An_opening_that_fails_leaves_nothing_behind()
    {
        var fails = true;
        var pools = new SessionPools(_ => fails ? throw new VectorDbException(SqlStates.ObjectInUse, "locked") : _database, _clock);
        var connection = new VectorDbConnection(pools, null) { ConnectionString = "Data Source=x" };
        Assert.Throws<VectorDbException>(connection.Open);
        fails = false;
        connection.Open();
        connection.Close();
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(_database.IsOpen);
    }

    [Fact]
    public void A_private_database_in_memory_ends_with_its_connection()
    {
        var connection = _database.Connect("Data Source=:memory:");
        using var other = _database.Connect("Data Source=:memory:");
        Assert.Equal(2, _database.Log.Count(entry => entry == "open"));
        connection.Close();
        Assert.Equal(1, _database.Log.Count(entry => entry == "close"));
    }

    [Fact]
    public async Task A_data_source_keeps_the_database_open_until_it_is_disposed()
    {
        var source = VectorDbDataSource.Create("Data Source=:memory:", _database.Pools);
        await using (var connection = await source.OpenConnectionAsync())
            Assert.Equal(1, connection.Scalar("SELECT 1"));
        using (var connection = source.OpenConnection())
        using (var clone = connection.Clone())
        {
            clone.Open();
            Assert.Throws<InvalidOperationException>(() => clone.ConnectionString = "x");
            connection.Close();
            Assert.Throws<InvalidOperationException>(() => connection.ConnectionString = "Data Source=other");
        }

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(_database.IsOpen);
        Assert.Equal(1, _database.Log.Count(entry => entry == "open"));
        await source.DisposeAsync();
        Assert.False(_database.IsOpen);
        Assert.Throws<ObjectDisposedException>(() => source.OpenConnection());
    }

    [Fact]
    public async Task Many_threads_open_and_close_at_once()
    {
        var tasks = Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var connection = _database.Closed();
                connection.Open();
                Assert.Equal(1, connection.Scalar("SELECT 1"));
            }
        }));
        await Task.WhenAll(tasks);
        Assert.InRange(_database.Sessions.Count, 1, 8);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _database.Log.Count(entry => entry == "close"));
    }
}
