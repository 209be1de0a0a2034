using VectorData.AdoNet.Tests.Durability;
using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Hostile;

/// <summary>Statements stopped by the user, by a timeout or by a setting wherever they are: 57014, nothing half done, everything usable.</summary>
public sealed class StopTests : IDisposable
{
    private const int Rows = 20_000;

    // Minutes of work when nothing stops it, on any machine.
    private const string LongScan = "SELECT count(*) FROM docs a, docs b WHERE a.n + b.n = -1";
    private const string LongSearch = "SELECT sum((SELECT x.id FROM docs x ORDER BY x.embedding <-> a.embedding LIMIT 1)) FROM docs a, docs b";
    private const string LongUpdate = "UPDATE docs SET n = (SELECT count(*) FROM docs a, docs b WHERE a.n + b.n = -docs.n - 1)";
    private const string LongBuild = "CREATE INDEX slow ON docs USING hnsw (embedding vector_l2_ops) WITH (m = 100, ef_construction = 1000)";
    private const string LongSort = "SELECT a.id FROM docs a, docs b ORDER BY a.n * b.n, b.id LIMIT 1 OFFSET 100000000";
    private const string LongSeries = "SELECT sum(i) FROM generate_series(1, 1000000000000) AS s(i)";

    private readonly TempDatabase _database = new();
    private readonly VectorDbConnection _connection;

    public StopTests()
    {
        _connection = _database.Open();
        _connection.NonQuery($"""
            CREATE TABLE docs (id integer PRIMARY KEY, n bigint, embedding vector(32));
            INSERT INTO docs SELECT i, i, (SELECT array_agg(sin(i * j)) FROM generate_series(1, 32) AS t(j))::vector FROM generate_series(1, {Rows}) AS s(i)
            """);
    }

    public static TheoryData<string> LongStatements => [LongScan, LongSearch, LongUpdate, LongBuild, LongSort, LongSeries];

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [MemberData(nameof(LongStatements))]
    public async Task Cancel_stops_it(string sql)
    {
        var command = _connection.CreateCommand(sql);
        command.CommandTimeout = 0;
        var running = Task.Run(command.ExecuteScalar);
        await Task.Delay(300);
        Assert.False(running.IsCompleted);
        command.Cancel();
        var error = await Assert.ThrowsAnyAsync<VectorDbException>(() => running.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("57014", error.SqlState);
        CheckUsable();
    }

    [Theory]
    [MemberData(nameof(LongStatements))]
    public void The_command_timeout_stops_it(string sql)
    {
        var command = _connection.CreateCommand(sql);
        command.CommandTimeout = 1;
        Assert.Equal("57014", Assert.ThrowsAny<VectorDbException>(command.ExecuteScalar).SqlState);
        CheckUsable();
    }

    [Theory]
    [MemberData(nameof(LongStatements))]
    public void The_statement_timeout_stops_it(string sql)
    {
        _connection.NonQuery("SET statement_timeout = 200");
        _connection.Refuse("57014", sql);
        _connection.NonQuery("SET statement_timeout = 0");
        CheckUsable();
    }

    [Fact]
    public async Task A_wait_for_another_transaction_can_be_stopped_and_limited()
    {
        using var other = _database.Open();
        using (var transaction = other.BeginTransaction())
        {
            other.NonQuery("UPDATE docs SET n = 0 WHERE id = 1");
            var command = _connection.CreateCommand("UPDATE docs SET n = n + 1 WHERE id = 1");
            var running = Task.Run(command.ExecuteNonQuery);
            await Task.Delay(100);
            Assert.False(running.IsCompleted);
            command.Cancel();
            var error = await Assert.ThrowsAnyAsync<VectorDbException>(() => running.WaitAsync(TimeSpan.FromSeconds(60)));
            Assert.Equal("57014", error.SqlState);

            command.CommandTimeout = 1;
            Assert.Equal("57014", Assert.ThrowsAny<VectorDbException>(() => command.ExecuteNonQuery()).SqlState);
            _connection.NonQuery("SET lock_timeout = 100");
            _connection.Refuse("55P03", "UPDATE docs SET n = n + 1 WHERE id = 1");
            _connection.Refuse("55P03", "DROP TABLE docs");
            _connection.Refuse("55P03", "SELECT * FROM docs WHERE id = 1 FOR UPDATE");
            transaction.Rollback();
        }

        _connection.NonQuery("UPDATE docs SET n = n WHERE id = 1");
        CheckUsable();
    }

    [Fact]
    public void A_stopped_statement_fails_its_transaction_and_no_other()
    {
        using (var transaction = _connection.BeginTransaction())
        {
            _connection.NonQuery("DELETE FROM docs WHERE id < 100");
            transaction.Save("kept");
            _connection.NonQuery("SET LOCAL statement_timeout = 200");
            _connection.Refuse("57014", LongUpdate);
            _connection.Refuse("25P02", "SELECT 1");
            transaction.Rollback("kept");
            Assert.Equal((long)Rows - 99, _connection.Scalar("SELECT count(*) FROM docs"));
            transaction.Rollback();
        }

        CheckUsable();
    }

    [Fact]
    public async Task A_reader_that_is_cancelled_between_rows_stops()
    {
        var command = _connection.CreateCommand("SELECT a.id FROM docs a, docs b");
        using var source = new CancellationTokenSource();
        var reader = await command.ExecuteReaderAsync(source.Token);
        Assert.True(await reader.ReadAsync(source.Token));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await reader.ReadAsync(source.Token))
            {
            }
        });
        await reader.DisposeAsync();
        CheckUsable();
    }

    private void CheckUsable()
    {
        Assert.Equal($"{Rows}|{(long)Rows * (Rows + 1) / 2}", _connection.Rows("SELECT count(*), sum(n) FROM docs"));
        Assert.Equal(17, _connection.Scalar("SELECT id FROM docs ORDER BY embedding <-> (SELECT embedding FROM docs WHERE id = 17) LIMIT 1"));
        _connection.NonQuery("INSERT INTO docs VALUES (0, 0, NULL); DELETE FROM docs WHERE id = 0");
        _connection.Refuse("42704", "DROP INDEX slow");
    }
}
