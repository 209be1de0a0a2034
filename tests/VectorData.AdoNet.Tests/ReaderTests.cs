using System.Data;
using System.Data.Common;
using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Tests;

public sealed class ReaderTests
{
    private readonly ScriptedDatabase _database = new ScriptedDatabase()
        .On("SELECT 5", ScriptedResult.Integers(1, 2, 3, 4, 5))
        .On("SELECT none", ScriptedResult.Integers())
        .On("SELECT 2", ScriptedResult.Integers(10, 20))
        .On("SELECT later", ScriptedResult.Integers(1, 2, 3) with { IsDelayed = true })
        .On("INSERT", ScriptedResult.Affected(3))
        .On("INSERT RETURNING", ScriptedResult.Integers(1, 2) with { RowsAffected = 2 });

    public static TheoryData<bool> Both => BothWays.Data;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Rows_come_in_order_over_batches(bool isAsync)
    {
        using var connection = _database.Connect();
        foreach (var sql in new[] { "SELECT 5", "SELECT later" })
        {
            await using var reader = await connection.CreateCommand(sql).ReaderBoth(isAsync);
            var seen = new List<int>();
            while (await reader.ReadBoth(isAsync))
                seen.Add(reader.GetInt32(0));
            Assert.Equal(Enumerable.Range(1, seen.Count), seen);
            Assert.False(await reader.ReadBoth(isAsync));
            Assert.False(await reader.NextResultBoth(isAsync));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Selected_rows_of_a_batch_count(bool isAsync)
    {
        var batch = ScriptedResult.Batch(SqlType.Integer, Enumerable.Range(0, 10).Select(i => Value.Of(i))).Select(new[] { 3, 7 });
        _database.On("SELECT", ScriptedResult.Rows([new ResultColumn("n", SqlType.Integer)], batch));
        using var connection = _database.Connect();
        await using var reader = await connection.CreateCommand("SELECT").ReaderBoth(isAsync);
        Assert.True(await reader.ReadBoth(isAsync));
        Assert.Equal(3, reader.GetInt32(0));
        Assert.True(await reader.ReadBoth(isAsync));
        Assert.Equal(7, reader.GetInt32(0));
        Assert.False(await reader.ReadBoth(isAsync));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task HasRows_tells_without_losing_a_row(bool isAsync)
    {
        using var connection = _database.Connect();
        await using var reader = await connection.CreateCommand("SELECT 5; SELECT none; SELECT 2").ReaderBoth(isAsync);
        Assert.True(reader.HasRows);
        for (var i = 1; i <= 5; i++)
        {
            Assert.True(await reader.ReadBoth(isAsync));
            Assert.Equal(i, reader.GetInt32(0));
        }

        Assert.False(await reader.ReadBoth(isAsync));
        Assert.True(reader.HasRows);
        Assert.True(await reader.NextResultBoth(isAsync));
        Assert.False(reader.HasRows);
        Assert.False(await reader.ReadBoth(isAsync));
        Assert.True(await reader.NextResultBoth(isAsync));
        Assert.True(await reader.ReadBoth(isAsync));
        Assert.True(reader.HasRows);
        Assert.False(await reader.NextResultBoth(isAsync));
        Assert.False(reader.HasRows);
        Assert.Equal(0, reader.FieldCount);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Statements_without_rows_are_passed_over_and_counted(bool isAsync)
    {
        using var connection = _database.Connect();
        await using var reader = await connection.CreateCommand("INSERT; SELECT 2; INSERT RETURNING; INSERT").ReaderBoth(isAsync);
        Assert.Equal(3, reader.RecordsAffected);
        Assert.Equal("n", reader.GetName(0));
        Assert.True(await reader.NextResultBoth(isAsync));
        Assert.Equal(5, reader.RecordsAffected);
        Assert.False(await reader.NextResultBoth(isAsync));
        Assert.Equal(8, reader.RecordsAffected);
        await reader.CloseBoth(isAsync);
        Assert.Equal(8, reader.RecordsAffected);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Closing_runs_what_is_left_and_frees_the_connection(bool isAsync)
    {
        using var connection = _database.Connect();
        var reader = await connection.CreateCommand("SELECT 5; INSERT; SELECT 2").ReaderBoth(isAsync);
        await reader.ReadBoth(isAsync);
        await reader.CloseBoth(isAsync);
        await reader.CloseBoth(isAsync);
        Assert.True(reader.IsClosed);
        Assert.Equal(["pipeline", "SELECT 5", "end cursor", "INSERT", "SELECT 2", "end cursor", "complete"], _database.Log.Skip(2));
        Assert.Equal(3, connection.NonQuery("INSERT"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_error_in_a_later_statement_comes_from_NextResult_or_Close(bool isAsync)
    {
        using var connection = _database.Connect();
        var reader = await connection.CreateCommand("SELECT 2; SELECT bad").ReaderBoth(isAsync);
        Assert.Equal(SqlStates.UndefinedTable, (await Assert.ThrowsAsync<VectorDbException>(() => reader.NextResultBoth(isAsync))).SqlState);
        Assert.False(await reader.NextResultBoth(isAsync));
        await reader.CloseBoth(isAsync);
        var other = await connection.CreateCommand("SELECT 2; SELECT bad").ReaderBoth(isAsync);
        await Assert.ThrowsAsync<VectorDbException>(() => other.CloseBoth(isAsync));
        Assert.True(other.IsClosed);
        Assert.Equal(3, connection.NonQuery("INSERT"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task SingleRow_gives_one_row_and_SingleResult_one_result(bool isAsync)
    {
        using var connection = _database.Connect();
        await using (var reader = await connection.CreateCommand("SELECT 5; SELECT 2").ReaderBoth(isAsync, CommandBehavior.SingleRow))
        {
            Assert.True(await reader.ReadBoth(isAsync));
            Assert.False(await reader.ReadBoth(isAsync));
            Assert.True(reader.HasRows);
            Assert.True(await reader.NextResultBoth(isAsync));
            Assert.True(await reader.ReadBoth(isAsync));
            Assert.False(await reader.ReadBoth(isAsync));
        }

        await using (var reader = await connection.CreateCommand("SELECT 5; INSERT").ReaderBoth(isAsync, CommandBehavior.SingleResult))
        {
            Assert.False(await reader.NextResultBoth(isAsync));
            Assert.Equal(3, reader.RecordsAffected);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task SchemaOnly_runs_nothing(bool isAsync)
    {
        using var connection = _database.Connect();
        await using var reader = await connection.CreateCommand("SELECT 5").ReaderBoth(isAsync, CommandBehavior.SchemaOnly);
        Assert.Equal("n", reader.GetName(0));
        Assert.False(reader.HasRows);
        Assert.False(await reader.ReadBoth(isAsync));
        Assert.False(await reader.NextResultBoth(isAsync));
        Assert.Equal(-1, reader.RecordsAffected);
        Assert.Equal(["describe SELECT 5"], _database.Log.Skip(2));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task CloseConnection_closes_it_with_the_reader_and_after_an_error(bool isAsync)
    {
        using var connection = _database.Connect();
        var reader = await connection.CreateCommand("SELECT 5").ReaderBoth(isAsync, CommandBehavior.CloseConnection);
        Assert.Equal(ConnectionState.Open, connection.State);
        await reader.CloseBoth(isAsync);
        Assert.Equal(ConnectionState.Closed, connection.State);
        connection.Open();
        await Assert.ThrowsAsync<VectorDbException>(() => connection.CreateCommand("SELECT bad").ReaderBoth(isAsync, CommandBehavior.CloseConnection));
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Closing_the_connection_closes_its_reader_without_running_more(bool isAsync)
    {
        var connection = _database.Connect();
        var reader = await connection.CreateCommand("SELECT 5; INSERT").ReaderBoth(isAsync);
        await connection.CloseBoth(isAsync);
        Assert.True(reader.IsClosed);
        Assert.Throws<InvalidOperationException>(() => reader.Read());
        Assert.DoesNotContain("INSERT", _database.Log);
        Assert.Contains("rollback", _database.Log);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_closed_reader_answers_only_what_it_has_done(bool isAsync)
    {
        using var connection = _database.Connect();
        var reader = await connection.CreateCommand("INSERT; SELECT 5").ReaderBoth(isAsync);
        await reader.DisposeBoth(isAsync);
        await reader.DisposeBoth(isAsync);
        Assert.Equal(3, reader.RecordsAffected);
        Assert.True(reader.IsClosed);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.ReadBoth(isAsync));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.NextResultBoth(isAsync));
        foreach (var call in new Func<object?>[]
        {
            () => reader.Depth, () => reader.FieldCount, () => reader.VisibleFieldCount, () => reader.HasRows, () => reader.GetName(0),
            () => reader.GetOrdinal("n"), () => reader.GetFieldType(0), () => reader.GetDataTypeName(0), () => reader.GetSchemaTable(),
            () => reader.GetColumnSchema(), () => reader["n"], () => reader[0], () => reader.GetValues(new object[1]),
        })
        {
            Assert.Equal("The reader is closed.", Assert.Throws<InvalidOperationException>(call).Message);
        }
    }

    [Fact]
    public void A_statement_without_rows_has_no_columns()
    {
        using var connection = _database.Connect();
        using var reader = connection.CreateCommand("INSERT").ExecuteReader();
        Assert.Equal(0, reader.FieldCount);
        Assert.False(reader.HasRows);
        Assert.False(reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.GetName(0));
        Assert.Throws<InvalidOperationException>(() => reader.GetInt32(0));
        Assert.Equal(3, reader.RecordsAffected);
    }

    [Fact]
    public void Names_are_found_as_written_then_in_any_case()
    {
        ResultColumn[] columns = [new("Id", SqlType.Integer), new("id", SqlType.Integer), new("Name", SqlType.Text)];
        _database.On("SELECT", ScriptedResult.Rows(columns, ScriptedResult.Row(columns, Value.Of(1), Value.Of(2), Value.Of("x"))));
        using var connection = _database.Connect();
        using var reader = connection.CreateCommand("SELECT").ExecuteReader();
        Assert.Equal(0, reader.GetOrdinal("Id"));
        Assert.Equal(1, reader.GetOrdinal("id"));
        Assert.Equal(0, reader.GetOrdinal("ID"));
        Assert.Equal(2, reader.GetOrdinal("name"));
        var error = Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("nope"));
        Assert.Equal("The result has no column 'nope'. Its columns are: Id, id, Name.", error.Message);
        Assert.True(reader.Read());
        Assert.Equal("x", reader["NAME"]);
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetValue(3));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetValue(-1));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetName(3));
        Assert.Throws<ArgumentNullException>(() => reader.GetValues(null!));
    }

    [Fact]
    public void The_column_schema_tells_what_is_known_of_columns()
    {
        var table = new TableDefinition(new TableId(1), "public", "items")
        {
            Columns =
            [
                new ColumnDefinition(new ColumnId(1), "id", SqlType.Integer) { NotNull = true, Identity = IdentityKind.Always },
                new ColumnDefinition(new ColumnId(2), "price", SqlType.NumericOf(10, 2)) { Default = "0" },
            ],
        };
        _database.Catalog = Catalog.Empty.WithTable(table);
        ResultColumn[] columns =
        [
            new("key", SqlType.Integer)
            {
                SchemaName = "public", TableName = "items", Table = table.Id, ColumnName = "id", Column = new ColumnId(1),
                IsNullable = false, IsKey = true, IsUnique = true, IsIdentity = true,
            },
            new("price", SqlType.NumericOf(10, 2)) { TableName = "items", Table = table.Id, ColumnName = "price", Column = new ColumnId(2) },
            new("embedding", SqlType.VectorOf(3)),
        ];
        _database.On("SELECT", ScriptedResult.Rows(columns));
        using var connection = _database.Connect();
        using var reader = connection.CreateCommand("SELECT").ExecuteReader(CommandBehavior.KeyInfo);
        var schema = reader.GetColumnSchema().Cast<VectorDbColumn>().ToArray();
        var (key, price, embedding) = (schema[0], schema[1], schema[2]);
        Assert.Equal(("key", 0, "id", "items", "public"), (key.ColumnName, key.ColumnOrdinal, key.BaseColumnName, key.BaseTableName, key.BaseSchemaName));
        Assert.Equal((true, true, true, false, true, true), (key.IsKey, key.IsUnique, key.IsAutoIncrement, key.AllowDBNull, key.IsAliased, key.IsReadOnly));
        Assert.Equal((typeof(int), "integer", VectorDbType.Integer), (key.DataType, key.DataTypeName, key.VectorDbType));
        Assert.Equal((10, 2, "0", false), (price.NumericPrecision, price.NumericScale, price.DefaultValue, price.IsReadOnly));
        Assert.Equal((3, true, typeof(float[])), (embedding.Dimensions, embedding.IsExpression, embedding.DataType));
        var rows = reader.GetSchemaTable().Rows;
        Assert.Equal(3, rows.Count);
        Assert.Equal("id", rows[0][SchemaTableColumn.BaseColumnName]);
        Assert.Equal((short)10, rows[1][SchemaTableColumn.NumericPrecision]);
        Assert.Equal(typeof(float[]), rows[2][SchemaTableColumn.DataType]);
    }

    [Fact]
    public void A_data_table_loads_from_a_reader_and_foreach_gives_records()
    {
        using var connection = _database.Connect();
        using (var reader = connection.CreateCommand("SELECT 5").ExecuteReader())
        {
            var table = new DataTable();
            table.Load(reader);
            Assert.Equal([1, 2, 3, 4, 5], table.Rows.Cast<DataRow>().Select(row => (int)row["n"]));
        }

        using (var reader = connection.CreateCommand("SELECT 2").ExecuteReader())
            Assert.Equal([10, 20], reader.Cast<IDataRecord>().Select(record => record.GetInt32(0)));
    }

    [Fact]
    public async Task A_cancelled_token_stops_reading()
    {
        using var connection = _database.Connect();
        await using var reader = await connection.CreateCommand("SELECT 5").ExecuteReaderAsync();
        var token = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAsync(token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.NextResultAsync(token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.GetFieldValueAsync<int>(0, token));
        Assert.True(await reader.ReadAsync());
        Assert.Equal(1, reader.GetInt32(0));
    }

    [Fact]
    public void A_disposed_command_leaves_its_reader_alone()
    {
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT 2");
        using var reader = command.ExecuteReader();
        command.Dispose();
        Assert.True(reader.Read());
        Assert.Equal(10, reader.GetInt32(0));
    }

    [Fact]
    public void Running_a_prepared_command_and_reading_a_row_allocates_little()
    {
        var batch = ScriptedResult.Batch(SqlType.Integer, [Value.Of(1)]);
        ResultColumn[] columns = [new("n", SqlType.Integer)];
        var result = ScriptedResult.Rows(columns, batch);
        _database.On("SELECT @id", result);
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT @id");
        var parameter = command.Parameters.Add("id", 0);
        command.Prepare();
        long sum = 0;
        Run(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;
        Assert.Equal(1100, sum);
        Assert.True(each < 1000, $"{each} bytes each, of which the scripted session takes about 350");

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                parameter.TypedValue = i;
                using var reader = command.ExecuteReader();
                while (reader.Read())
                    sum += reader.GetInt32(0);
            }
        }
    }
}
