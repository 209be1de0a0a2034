using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.Tests;

public sealed class SessionTests : IDisposable
{
    private readonly VectorDatabase _database = VectorDatabase.OpenInMemory();
    private readonly ISession _session;

    public SessionTests()
    {
        _session = _database.OpenSession();
        _session.Run("CREATE TABLE t (id integer PRIMARY KEY, name text, v vector(3))");
    }

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Parameters_take_the_type_of_their_place()
    {
        var statement = Assert.Single(_session.Prepare("INSERT INTO t VALUES ($1, $2, $3)"));
        var description = statement.Describe([]);
        Assert.Equal([SqlType.Integer, SqlType.Text, SqlType.Vector], description.Parameters);
        Assert.Null(description.Columns);
        Execute(statement, Value.Of(1), Value.Of("one"), Value.Of([1f, 2f, 3f]));
        Execute(statement, Value.Of("2"), Value.OfUnknown("two"), Value.Of("[4,5,6]"));
        Execute(statement, Value.Of(3L), default, default);
        Assert.Equal(["1|one|[1,2,3]", "2|two|[4,5,6]", "3|NULL|NULL"], _session.Query("SELECT * FROM t ORDER BY id"));
    }

    [Fact]
    public void Named_parameters_are_in_order_of_first_appearance()
    {
        var statement = Assert.Single(_session.Prepare("SELECT @b::text || @a || @b"));
        Assert.Equal(["b", "a"], statement.ParameterNames);
        using var cursor = statement.Execute([Value.Of("x"), Value.Of("y")], CancellationToken.None);
        Assert.Equal(["xyx"], StatementCase.Rows(cursor));
    }

    [Theory]
    [InlineData("[1,2]", "expected 3 dimensions, not 2")]
    [InlineData("[1,NaN,2]", "NaN not allowed in vector")]
    public void A_vector_parameter_as_text_is_checked(string vector, string message)
    {
        Assert.Equal(message, _session.Fails("INSERT INTO t (id, v) VALUES (1, $1)", Value.Of(vector)).Message);
    }

    [Fact]
    public void A_vector_parameter_is_checked()
    {
        Assert.Equal("expected 3 dimensions, not 2", _session.Fails("INSERT INTO t (id, v) VALUES (1, $1)", Value.Of([1f, 2f])).Message);
        Assert.Equal("NaN not allowed in vector", _session.Fails("INSERT INTO t (id, v) VALUES (1, $1)", Value.Of([1f, float.NaN, 2f])).Message);
        Assert.Equal("infinite value not allowed in vector", _session.Fails("SELECT id FROM t ORDER BY v <-> $1", Value.Of([1f, float.NegativeInfinity, 2f])).Message);
        Assert.Equal("0", _session.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_missing_parameter_is_named()
    {
        var error = _session.Fails("INSERT INTO t VALUES ($1, $2)", Value.Of(1));
        Assert.Equal(SqlStates.UndefinedParameter, error.SqlState);
        Assert.Equal("there is no parameter $2", error.Message);
    }

    [Fact]
    public void A_prepared_statement_follows_the_table()
    {
        var statement = Assert.Single(_session.Prepare("SELECT * FROM t"));
        Assert.Equal(3, statement.Describe([]).Columns!.Count);
        _session.Run("ALTER TABLE t ADD COLUMN extra integer DEFAULT 9; INSERT INTO t (id) VALUES (1)");
        using var cursor = statement.Execute([], CancellationToken.None);
        Assert.Equal(["1|NULL|NULL|9"], StatementCase.Rows(cursor));
    }

    [Fact]
    public void Result_columns_name_their_origin()
    {
        var columns = Assert.Single(_session.Prepare("SELECT id, name AS alias, 1 + 1 AS two FROM t")).Describe([]).Columns!;
        Assert.Equal(("id", "t", "id", true, false), (columns[0].Name, columns[0].TableName, columns[0].ColumnName, columns[0].IsKey, columns[0].IsNullable));
        Assert.Equal(("alias", "name", true), (columns[1].Name, columns[1].ColumnName, columns[1].IsNullable));
        Assert.True(columns[2].IsExpression);
        var returning = Assert.Single(_session.Prepare("DELETE FROM t RETURNING id")).Describe([]).Columns!;
        Assert.Equal("id", Assert.Single(returning).ColumnName);
    }

    [Fact]
    public void Statements_of_a_pipeline_share_a_transaction()
    {
        using (var pipeline = _session.BeginPipeline())
        {
            _session.Run("INSERT INTO t (id) VALUES (1)");
            _session.Run("INSERT INTO t (id) VALUES (2)");
            Assert.Equal(TransactionStatus.Idle, _session.Status);
            pipeline.Complete(CancellationToken.None);
        }

        using (_session.BeginPipeline())
            _session.Run("INSERT INTO t (id) VALUES (3)");
        Assert.Equal("2", _session.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_failure_in_a_pipeline_undoes_all_of_it()
    {
        using var pipeline = _session.BeginPipeline();
        _session.Run("INSERT INTO t (id) VALUES (1)");
        Assert.Equal(SqlStates.UniqueViolation, _session.Fails("INSERT INTO t (id) VALUES (1)").SqlState);
        Assert.Equal(SqlStates.InFailedSqlTransaction, _session.Fails("INSERT INTO t (id) VALUES (2)").SqlState);
        Assert.Throws<VectorDbException>(() => pipeline.Complete(CancellationToken.None));
        Assert.Equal("0", _session.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_block_begun_in_a_pipeline_outlives_it()
    {
        using (var pipeline = _session.BeginPipeline())
        {
            _session.Run("INSERT INTO t (id) VALUES (1)");
            _session.Run("BEGIN");
            _session.Run("INSERT INTO t (id) VALUES (2)");
            pipeline.Complete(CancellationToken.None);
        }

        Assert.Equal(TransactionStatus.InTransaction, _session.Status);
        _session.Run("ROLLBACK");
        Assert.Equal("0", _session.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Cancel_stops_a_running_statement()
    {
        _session.Run("INSERT INTO t (id) VALUES (0)");
        var running = _session.Start("SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b");
        while (!running.IsCompleted)
        {
            _session.Cancel();
            await Task.WhenAny(running, Task.Delay(10));
        }

        var error = await Assert.ThrowsAsync<VectorDbException>(() => running);
        Assert.Equal(SqlStates.QueryCanceled, error.SqlState);
        Assert.Equal("canceling statement due to user request", error.Message);
        Assert.Equal("1", _session.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_token_stops_a_running_statement()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var statement = Assert.Single(_session.Prepare("SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b"));
        var error = Assert.Throws<VectorDbException>(() =>
        {
            using var cursor = statement.Execute([], source.Token);
            while (cursor.Next(source.Token) is not null)
            {
            }
        });
        Assert.Equal(SqlStates.QueryCanceled, error.SqlState);
    }

    [Fact]
    public void Statement_timeout_says_so()
    {
        _session.Run("SET statement_timeout = '20ms'");
        var error = _session.Fails("SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b");
        Assert.Equal("canceling statement due to statement timeout", error.Message);
        _session.Run("SET statement_timeout = 0");
        Assert.Equal("1", _session.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task Cancel_stops_a_wait_for_another_transaction()
    {
        _session.Run("INSERT INTO t (id) VALUES (1)");
        using var other = _database.OpenSession();
        other.Run("BEGIN; DELETE FROM t");
        var waiting = _session.Start("UPDATE t SET name = 'x'");
        await Task.Delay(50);
        _session.Cancel();
        Assert.Equal(SqlStates.QueryCanceled, (await Assert.ThrowsAsync<VectorDbException>(() => waiting)).SqlState);
        other.Run("ROLLBACK");
        Assert.Equal("UPDATE 1", _session.Run("UPDATE t SET name = 'x'"));
    }

    [Fact]
    public void Reset_makes_the_session_as_new()
    {
        _session.Run("SET hnsw.ef_search = 99; PREPARE p AS SELECT 1; BEGIN; INSERT INTO t (id) VALUES (1)");
        _session.Reset();
        Assert.Equal(TransactionStatus.Idle, _session.Status);
        Assert.Equal("40", _session.Scalar("SHOW hnsw.ef_search"));
        Assert.Equal("0", _session.Scalar("SELECT count(*) FROM t"));
        Assert.Equal(SqlStates.InvalidSqlStatementName, _session.Fails("EXECUTE p").SqlState);
    }

    [Fact]
    public void A_syntax_error_fails_the_block_and_has_a_place()
    {
        _session.Run("BEGIN");
        var error = _session.Fails("SELEC 1");
        Assert.Equal(SqlStates.SyntaxError, error.SqlState);
        Assert.Equal(1, error.Position);
        Assert.Equal(TransactionStatus.Failed, _session.Status);
        Assert.Equal("ROLLBACK", _session.Run("COMMIT"));
    }

    [Fact]
    public void A_query_can_be_left_unread_and_another_be_run()
    {
        _session.Run("INSERT INTO t (id) SELECT g FROM generate_series(1, 20000) g");
        var statement = Assert.Single(_session.Prepare("SELECT id FROM t"));
        using var cursor = statement.Execute([], CancellationToken.None);
        Assert.NotNull(cursor.Next(CancellationToken.None));
        Assert.Equal("20000", _session.Scalar("SELECT count(*) FROM t"));
        cursor.Dispose();
        Assert.Null(cursor.Next(CancellationToken.None));
        Assert.Equal("DELETE 20000", _session.Run("DELETE FROM t"));
    }

    [Fact]
    public void Settings_of_the_database_are_every_sessions_defaults()
    {
        using var database = VectorDatabase.OpenInMemory(new VectorDatabaseOptions { Settings = new Dictionary<string, string> { ["hnsw.ef_search"] = "200" } });
        using var session = database.OpenSession();
        Assert.Equal("200", session.Scalar("SHOW hnsw.ef_search"));
        session.Run("SET hnsw.ef_search = 10; RESET hnsw.ef_search");
        Assert.Equal("200", session.Scalar("SHOW hnsw.ef_search"));
        Assert.Throws<VectorDbException>(() => VectorDatabase.OpenInMemory(new VectorDatabaseOptions { Settings = new Dictionary<string, string> { ["hnsw.ef_search"] = "0" } }));
    }

    private static void Execute(IStatement statement, params Value[] parameters)
    {
        using var cursor = statement.Execute(parameters, CancellationToken.None);
        Assert.Equal("INSERT 0 1", cursor.CommandTag);
        Assert.Equal(1, cursor.RowsAffected);
    }
}
