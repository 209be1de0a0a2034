using Npgsql;

namespace VectorData.Server.Tests.Clients;

public sealed class NpgsqlTests
{
    [Fact]
    public async Task Connects_with_no_special_switch_and_reads_a_row()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(42, await server.ScalarAsync<int>("SELECT 42"));
    }

    [Fact]
    public async Task The_session_knows_who_logged_in()
    {
        await using var server = await TestServer.StartAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString.Replace("Username=vectordata", "Username=ada", StringComparison.Ordinal) + ";Application Name=desk");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT current_user, session_user, current_database(), current_setting('application_name'), pg_backend_pid()", connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal(("ada", "ada", "memory", "desk"), (reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        Assert.Equal(connection.ProcessID, reader.GetInt32(4));
    }

    [Fact]
    public async Task Writes_and_reads_rows_with_parameters()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, name text, score double precision, at timestamptz)");
        var at = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        await using (var insert = server.DataSource.CreateCommand("INSERT INTO t VALUES ($1, $2, $3, $4)"))
        {
            insert.Parameters.Add(new NpgsqlParameter { Value = 1 });
            insert.Parameters.Add(new NpgsqlParameter { Value = "Grüße" });
            insert.Parameters.Add(new NpgsqlParameter { Value = 0.5 });
            insert.Parameters.Add(new NpgsqlParameter { Value = at });
            Assert.Equal(1, await insert.ExecuteNonQueryAsync());
        }

        await using var select = server.DataSource.CreateCommand("SELECT id, name, score, at FROM t WHERE id = $1");
        select.Parameters.Add(new NpgsqlParameter { Value = 1 });
        await using var reader = await select.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal((1, "Grüße", 0.5, at), (reader.GetInt32(0), reader.GetString(1), reader.GetDouble(2), reader.GetDateTime(3)));
        Assert.False(await reader.ReadAsync());
    }

    [Fact]
    public async Task Prepared_statements_run_again_with_other_values()
    {
        await using var server = await TestServer.StartAsync();
        await using var connection = await server.DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT $1::int + 1", connection);
        var value = command.Parameters.Add(new NpgsqlParameter { Value = 0 });
        await command.PrepareAsync();
        for (var i = 0; i < 10; i++)
        {
            value.Value = i;
            Assert.Equal(i + 1, await command.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task A_batch_is_one_transaction()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY)");
        await using (var batch = server.DataSource.CreateBatch())
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO t VALUES (1)"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO t VALUES (2)"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO t VALUES (1)"));
            var error = await Assert.ThrowsAsync<PostgresException>(() => batch.ExecuteNonQueryAsync());
            Assert.Equal("23505", error.SqlState);
        }

        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_failed_block_takes_nothing_until_it_is_rolled_back()
    {
        await using var server = await TestServer.StartAsync();
        await using var connection = await server.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlCommand("SELECT 1 / 0", connection, transaction).ExecuteNonQueryAsync());
        var error = await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlCommand("SELECT 1", connection, transaction).ExecuteNonQueryAsync());
        Assert.Equal("25P02", error.SqlState);
        await transaction.RollbackAsync();
        Assert.Equal(1, await new NpgsqlCommand("SELECT 1", connection).ExecuteScalarAsync());
    }

    [Fact]
    public async Task Transactions_and_savepoints_keep_what_was_committed()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer)");
        await using var connection = await server.DataSource.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await new NpgsqlCommand("INSERT INTO t VALUES (1)", connection).ExecuteNonQueryAsync();
            await transaction.SaveAsync("here");
            await new NpgsqlCommand("INSERT INTO t VALUES (2)", connection).ExecuteNonQueryAsync();
            await transaction.RollbackAsync("here");
            await transaction.CommitAsync();
        }

        Assert.Equal(1L, await server.ScalarAsync<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Many_rows_arrive_in_order()
    {
        await using var server = await TestServer.StartAsync();
        await using var command = server.DataSource.CreateCommand("SELECT i FROM generate_series(1, 100000) AS s(i)");
        await using var reader = await command.ExecuteReaderAsync();
        var next = 1;
        while (await reader.ReadAsync())
            Assert.Equal(next++, reader.GetInt32(0));
        Assert.Equal(100_001, next);
    }

    [Fact]
    public async Task A_cancelled_statement_ends_with_57014_and_the_connection_lives()
    {
        await using var server = await TestServer.StartAsync();
        await using var connection = await server.DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM generate_series(1, 2000000000) AS s(i)", connection);
        using var cancel = new CancellationTokenSource(300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(cancel.Token));
        Assert.Equal(1, await new NpgsqlCommand("SELECT 1", connection).ExecuteScalarAsync());
    }

    [Fact]
    public async Task Errors_name_state_and_position()
    {
        await using var server = await TestServer.StartAsync();
        var error = await Assert.ThrowsAsync<PostgresException>(() => server.ExecuteAsync("SELECT nothing FROM nowhere"));
        Assert.Equal(("42P01", 21), (error.SqlState, error.Position));
    }

    [Fact]
    public async Task Vectors_travel_as_text_where_a_type_is_not_known()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE items (id integer PRIMARY KEY, embedding vector(3))");
        await server.ExecuteAsync("INSERT INTO items VALUES (1, '[1,2,3]'), (2, '[4,5,6]')");
        await using var select = server.DataSource.CreateCommand("SELECT embedding::text FROM items ORDER BY embedding <-> $1 LIMIT 1");
        select.Parameters.Add(new NpgsqlParameter { Value = "[4,5,7]", NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown });
        Assert.Equal("[4,5,6]", await select.ExecuteScalarAsync());
    }
}
