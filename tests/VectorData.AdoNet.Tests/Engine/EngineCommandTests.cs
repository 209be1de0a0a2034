using System.Data;
using System.Data.Common;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;

namespace VectorData.AdoNet.Tests.Engine;

public sealed class EngineCommandTests : EngineTest
{
    private const string Endless = "SELECT count(*) FROM generate_series(1, 100000) AS a, generate_series(1, 1000000) AS b WHERE a.a + b.b < 0";

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_running_query_stops_at_its_timeout(bool isAsync)
    {
        var command = Connection.CreateCommand(Endless);
        command.CommandTimeout = 1;
        var error = await Assert.ThrowsAsync<VectorDbException>(() => command.ScalarBoth(isAsync));
        Assert.Equal(SqlStates.QueryCanceled, error.SqlState);
        Assert.Equal(1, Scalar("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_running_query_stops_on_cancel(bool isAsync)
    {
        var command = Connection.CreateCommand(Endless);
        using var timer = new Timer(_ => command.Cancel(), null, 200, 100);
        var error = await Assert.ThrowsAsync<VectorDbException>(() => Task.Run(() => command.ScalarBoth(isAsync)));
        Assert.Equal(SqlStates.QueryCanceled, error.SqlState);
        await timer.DisposeAsync();
        Assert.Equal(1, Scalar("SELECT 1"));
    }

    [Fact]
    public async Task A_running_query_stops_with_the_callers_token()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => Connection.CreateCommand(Endless).ExecuteScalarAsync(source.Token)));
        Assert.Equal(1, Scalar("SELECT 1"));
    }

    [Fact]
    public void A_timeout_in_a_transaction_leaves_it_failed_and_the_connection_usable()
    {
        using (Connection.BeginTransaction())
        {
            using var command = Connection.CreateCommand(Endless);
            command.CommandTimeout = 1;
            Assert.Throws<VectorDbException>(() => command.ExecuteScalar());
            Assert.Equal(SqlStates.InFailedSqlTransaction, Assert.Throws<VectorDbException>(() => Scalar("SELECT 1")).SqlState);
        }

        Assert.Equal(1, Scalar("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Errors_tell_code_and_position_and_leave_the_connection_usable(bool isAsync)
    {
        Run("CREATE TABLE t (a int)");
        foreach (var (sql, state) in new[]
        {
            ("SELEC 1", SqlStates.SyntaxError), ("SELECT * FROM nope", SqlStates.UndefinedTable), ("SELECT nope FROM t", SqlStates.UndefinedColumn),
            ("SELECT 1 / 0", SqlStates.DivisionByZero), ("SELECT 'x'::int", SqlStates.InvalidTextRepresentation),
        })
        {
            var error = await Assert.ThrowsAsync<VectorDbException>(() => Connection.CreateCommand(sql).ScalarBoth(isAsync));
            Assert.Equal((sql, state), (sql, error.SqlState));
            Assert.Equal(1, await Connection.CreateCommand("SELECT 1").ScalarBoth(isAsync));
        }

        Assert.Equal(15, Assert.Throws<VectorDbException>(() => Run("SELECT * FROM nope")).Position);
    }

    [Fact]
    public void Parameters_of_a_wrong_type_are_specific_errors()
    {
        Run("CREATE TABLE t (a int, s smallint, n numeric(4,1), v vector(2), u uuid)");
        Fails(SqlStates.InvalidTextRepresentation, "INSERT INTO t (a) VALUES ($1)", "seven");
        Fails(SqlStates.NumericValueOutOfRange, "INSERT INTO t (s) VALUES ($1)", 70_000);
        Fails(SqlStates.NumericValueOutOfRange, "INSERT INTO t (n) VALUES ($1)", 12345m);
        Fails(SqlStates.InvalidTextRepresentation, "INSERT INTO t (v) VALUES ($1)", "[1,x]");
        Fails(SqlStates.InvalidTextRepresentation, "INSERT INTO t (u) VALUES ($1)", "no uuid");
        Fails(SqlStates.DatatypeMismatch, "INSERT INTO t (u) VALUES ($1)", 7);
        Fails(SqlStates.DatatypeMismatch, "INSERT INTO t (a) VALUES ($1)", new[] { 1f, 2f });
        Fails(SqlStates.DatatypeMismatch, "INSERT INTO t (v) VALUES ($1)", true);
        Assert.Equal(0L, Scalar("SELECT count(*) FROM t"));

        void Fails(string state, string sql, object value) =>
            Assert.Equal((sql, value, state), (sql, value, Assert.Throws<VectorDbException>(() => Run(sql, value)).SqlState));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_data_source_runs_commands_without_a_connection(bool isAsync)
    {
        Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)");
        await using var command = ((DbDataSource)Source).CreateCommand("SELECT count(*) FROM t");
        Assert.Equal(2L, await command.ScalarBoth(isAsync));
        await using var batch = ((DbDataSource)Source).CreateBatch();
        var insert = batch.CreateBatchCommand();
        insert.CommandText = "INSERT INTO t VALUES (3)";
        batch.BatchCommands.Add(insert);
        Assert.Equal(1, isAsync ? await batch.ExecuteNonQueryAsync() : batch.ExecuteNonQuery());
        Assert.Equal(3L, await command.ScalarBoth(isAsync));
    }

    [Fact]
    public void Prepared_commands_follow_changes_of_the_table()
    {
        Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
        using var command = Connection.CreateCommand("SELECT * FROM t WHERE a = @a");
        command.Parameters.AddWithValue("a", 1);
        command.Prepare();
        using (var reader = command.ExecuteReader())
            Assert.Equal(1, reader.FieldCount);
        Run("ALTER TABLE t ADD COLUMN b text DEFAULT 'x'");
        using (var reader = command.ExecuteReader())
        {
            Assert.Equal(2, reader.FieldCount);
            Assert.True(reader.Read());
            Assert.Equal("x", reader.GetString(reader.GetOrdinal("b")));
        }

        Run("DROP TABLE t");
        Assert.Equal(SqlStates.UndefinedTable, Assert.Throws<VectorDbException>(() => command.ExecuteReader()).SqlState);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task SchemaOnly_and_KeyInfo_describe_the_columns(bool isAsync)
    {
        Run("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, price numeric(8,2) DEFAULT 1, v vector(3) NOT NULL)");
        await using var reader = await Connection.CreateCommand("SELECT id, price AS p, v, id + 1 AS next FROM t WHERE id = @id")
            .ReaderBoth(isAsync, CommandBehavior.SchemaOnly | CommandBehavior.KeyInfo);
        var columns = reader.GetColumnSchema().Cast<VectorDbColumn>().ToArray();
        Assert.Equal(["id", "p", "v", "next"], columns.Select(column => column.ColumnName));
        Assert.Equal(["id", "price", "v", null], columns.Select(column => column.BaseColumnName));
        Assert.Equal([true, false, false, false], columns.Select(column => column.IsKey));
        Assert.Equal((true, true, "t", "public"), (columns[0].IsAutoIncrement, columns[0].IsReadOnly, columns[0].BaseTableName, columns[0].BaseSchemaName));
        Assert.Equal((8, 2, true), (columns[1].NumericPrecision, columns[1].NumericScale, columns[1].IsAliased));
        Assert.Equal((3, false, "vector(3)"), (columns[2].Dimensions, columns[2].AllowDBNull, columns[2].DataTypeName));
        Assert.True(columns[3].IsExpression);
    }

    [Fact]
    public void GetSqlText_gives_the_text_of_a_cast()
    {
        Run("SET TimeZone = 'America/New_York'");
        using var command = Connection.CreateCommand();
        command.CommandText = "SELECT timestamptz '2024-07-01 12:00+00', ARRAY[timestamptz '2024-01-01 12:00+00'], time '24:00', 1.50, 'a', NULL";
        using var reader = command.ExecuteReader();
        Assert.Throws<InvalidOperationException>(() => reader.GetSqlText(0));
        Assert.True(reader.Read());
        Assert.Equal(
            ["2024-07-01 08:00:00-04", "{\"2024-01-01 07:00:00-05\"}", "24:00:00", "1.50", "a"],
            Enumerable.Range(0, 5).Select(reader.GetSqlText));
        Assert.Throws<InvalidCastException>(() => reader.GetSqlText(5));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetSqlText(6));
    }

    [Fact]
    public void Schema_collections_show_the_tables_of_the_database()
    {
        Run("CREATE TABLE owners (id int PRIMARY KEY)");
        Run("CREATE TABLE items (id int PRIMARY KEY, owner int REFERENCES owners ON DELETE CASCADE, v vector(3))");
        Run("CREATE INDEX items_v ON items USING hnsw (v vector_cosine_ops) WITH (m = 8)");
        Assert.Equal(2, Connection.GetSchema("Tables").Rows.Count);
        Assert.Equal(3, Connection.GetSchema("Columns", [null, null, "items"]).Rows.Count);
        Assert.Equal("hnsw", Connection.GetSchema("Indexes", [null, null, "items", "items_v"]).Rows[0]["type_desc"]);
        Assert.Equal("vector_cosine_ops", Connection.GetSchema("IndexColumns", [null, null, "items", "items_v"]).Rows[0]["operator_class"]);
        Assert.Equal("owners", Connection.GetSchema("ForeignKeys").Rows[0]["referenced_table_name"]);
    }

    [Fact]
    public void Notices_of_statements_are_events()
    {
        var seen = new List<Notice>();
        Connection.Notice += (_, args) => seen.Add(args.Notice);
        Run("DROP TABLE IF EXISTS nope");
        Assert.Equal("NOTICE", Assert.Single(seen).Severity);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_scan_of_many_rows_reads_them_all(bool isAsync)
    {
        Run("CREATE TABLE t AS SELECT g AS id, g % 7 AS n FROM generate_series(1, 50000) AS g");
        await using var reader = await Connection.CreateCommand("SELECT id, n FROM t WHERE n <> 3").ReaderBoth(isAsync);
        long sum = 0;
        var rows = 0;
        while (await reader.ReadBoth(isAsync))
        {
            sum += reader.GetInt32(0);
            rows++;
        }

        Assert.Equal(Enumerable.Range(1, 50_000).Count(i => i % 7 != 3), rows);
        Assert.Equal(Enumerable.Range(1, 50_000).Where(i => i % 7 != 3).Sum(i => (long)i), sum);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_provider_factory_is_all_that_common_code_needs(bool isAsync)
    {
        DbProviderFactory factory = VectorDbProviderFactory.Instance;
        var builder = factory.CreateConnectionStringBuilder()!;
        builder["Data Source"] = ":memory:";
        await using var source = factory.CreateDataSource(builder.ConnectionString);
        await using var connection = isAsync ? await source.OpenConnectionAsync() : source.OpenConnection();
        await using var transaction = isAsync ? await connection.BeginTransactionAsync() : connection.BeginTransaction();
        await using var command = factory.CreateCommand()!;
        command.Connection = connection;
        command.Transaction = transaction;
        command.CommandText = "CREATE TABLE t (id int PRIMARY KEY, s text)";
        await command.NonQueryBoth(isAsync);
        command.CommandText = "INSERT INTO t VALUES (@id, @s)";
        var id = factory.CreateParameter()!;
        (id.ParameterName, id.DbType, id.Value) = ("@id", DbType.Int32, 1);
        var text = command.CreateParameter();
        (text.ParameterName, text.DbType, text.Value) = ("@s", DbType.String, DBNull.Value);
        command.Parameters.AddRange(new[] { id, text });
        Assert.Equal(1, await command.NonQueryBoth(isAsync));
        (id.Value, text.Value) = (2, "two");
        Assert.Equal(1, await command.NonQueryBoth(isAsync));
        await transaction.CommitBoth(isAsync);
        command.Transaction = null;
        command.CommandText = "SELECT * FROM t ORDER BY id";
        command.Parameters.Clear();
        await using (var reader = isAsync ? await command.ExecuteReaderAsync() : command.ExecuteReader())
        {
            Assert.True(await reader.ReadBoth(isAsync));
            Assert.True(reader.IsDBNull("s"));
            Assert.True(await reader.ReadBoth(isAsync));
            Assert.Equal((2, "two"), (reader.GetInt32("id"), reader.GetString("s")));
        }

        var same = factory.CreateConnection()!;
        Assert.Same(factory, DbProviderFactories.GetFactory(same));
        Assert.True(factory.CanCreateBatch);
        Assert.False(factory.CanCreateDataSourceEnumerator);
    }

    [Fact]
    public void A_point_select_of_a_prepared_command_allocates_little()
    {
        Run("CREATE TABLE t (id int PRIMARY KEY, s text)");
        Run("INSERT INTO t SELECT g, 'name ' || g FROM generate_series(1, 1000) AS g");
        using var command = Connection.CreateCommand("SELECT id, s FROM t WHERE id = @id");
        var id = command.Parameters.Add("id", 0);
        command.Prepare();
        Select(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Select(500);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 500;
        Assert.True(each < 8_000, $"{each} bytes each");

        void Select(int count)
        {
            for (var i = 1; i <= count; i++)
            {
                id.TypedValue = i;
                using var reader = command.ExecuteReader();
                Assert.True(reader.Read());
                Assert.Equal(i, reader.GetInt32(0));
                Assert.NotEmpty(reader.GetString(1));
            }
        }
    }
}
