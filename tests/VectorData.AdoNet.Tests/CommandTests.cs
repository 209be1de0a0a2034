using System.Data;
using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Tests;

public sealed class CommandTests
{
    private readonly ScriptedDatabase _database = new();

    public static TheoryData<bool> Both => BothWays.Data;

    [Fact]
    public void A_new_command_has_the_usual_defaults()
    {
        var command = new VectorDbCommand();
        Assert.Equal("", command.CommandText);
        Assert.Equal(CommandType.Text, command.CommandType);
        Assert.Equal(30, command.CommandTimeout);
        Assert.Null(command.Connection);
        Assert.Null(command.Transaction);
        Assert.Empty(command.Parameters);
        Assert.Equal(UpdateRowSource.Both, command.UpdatedRowSource);
    }

    [Fact]
    public void The_timeout_comes_from_the_connection_string_unless_set()
    {
        using var connection = _database.Connect("Data Source=scripted;Command Timeout=7");
        var command = connection.CreateCommand();
        Assert.Equal(7, command.CommandTimeout);
        command.CommandTimeout = 3;
        Assert.Equal(3, command.CommandTimeout);
        Assert.Throws<ArgumentOutOfRangeException>(() => command.CommandTimeout = -1);
    }

    [Fact]
    public void Stored_procedures_are_refused_and_a_null_text_is_empty()
    {
        var command = new VectorDbCommand("SELECT 1");
        Assert.Throws<ArgumentException>(() => command.CommandType = CommandType.StoredProcedure);
        command.CommandText = null;
        Assert.Equal("", command.CommandText);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Running_needs_a_connection_that_is_open_and_a_text(bool isAsync)
    {
        var without = new VectorDbCommand("SELECT 1");
        var closed = _database.Closed().CreateCommand("SELECT 1");
        using var connection = _database.Connect();
        var empty = connection.CreateCommand(" ");
        foreach (var (command, word) in new[] { (without, "no connection"), (closed, "not open"), (empty, "no text") })
        {
            Assert.Contains(word, (await Assert.ThrowsAsync<InvalidOperationException>(() => command.NonQueryBoth(isAsync))).Message);
            Assert.Contains(word, (await Assert.ThrowsAsync<InvalidOperationException>(() => command.ScalarBoth(isAsync))).Message);
            Assert.Contains(word, (await Assert.ThrowsAsync<InvalidOperationException>(() => command.ReaderBoth(isAsync))).Message);
            Assert.Contains(word, Assert.Throws<InvalidOperationException>(command.Prepare).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task NonQuery_counts_rows_of_all_statements_that_write(bool isAsync)
    {
        _database.On("INSERT a", ScriptedResult.Affected(2)).On("UPDATE b", ScriptedResult.Affected(3)).On("SELECT 1", ScriptedResult.Integers(1));
        using var connection = _database.Connect();
        Assert.Equal(5, await connection.CreateCommand("INSERT a; SELECT 1; UPDATE b").NonQueryBoth(isAsync));
        Assert.Equal(-1, await connection.CreateCommand("SELECT 1").NonQueryBoth(isAsync));
        Assert.Equal(["pipeline", "INSERT a", "SELECT 1", "end cursor", "UPDATE b", "complete", "SELECT 1", "end cursor"], _database.Log.Skip(2));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task NonQuery_takes_all_rows_of_a_query_because_functions_may_have_effects(bool isAsync)
    {
        var taken = 0;
        _database.On("SELECT nextval()", ScriptedResult.Rows([new("n", SqlType.Integer)], _ => Count()));
        using var connection = _database.Connect();
        await connection.CreateCommand("SELECT nextval()").NonQueryBoth(isAsync);
        Assert.Equal(3, taken);

        IEnumerable<Batch> Count()
        {
            for (; taken < 3; taken++)
                yield return ScriptedResult.Batch(SqlType.Integer, [Value.Of(taken)]);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Scalar_is_the_first_field_or_DBNull_or_null(bool isAsync)
    {
        _database.On("SELECT 7", ScriptedResult.Integers(7, 8))
            .On("SELECT NULL", ScriptedResult.Column("n", SqlType.Integer, 1, Value.Null(SqlType.Integer)))
            .On("SELECT none", ScriptedResult.Integers())
            .On("DELETE", ScriptedResult.Affected(1));
        using var connection = _database.Connect();
        Assert.Equal(7, await connection.CreateCommand("SELECT 7").ScalarBoth(isAsync));
        Assert.Equal(DBNull.Value, await connection.CreateCommand("SELECT NULL").ScalarBoth(isAsync));
        Assert.Null(await connection.CreateCommand("SELECT none").ScalarBoth(isAsync));
        Assert.Null(await connection.CreateCommand("DELETE").ScalarBoth(isAsync));
        Assert.Equal(7, await connection.CreateCommand("DELETE; SELECT 7").ScalarBoth(isAsync));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Statements_after_an_error_do_not_run_and_those_before_are_rolled_back(bool isAsync)
    {
        _database.On("INSERT a", ScriptedResult.Affected(1)).On("INSERT c", ScriptedResult.Affected(1));
        using var connection = _database.Connect();
        var error = await Assert.ThrowsAsync<VectorDbException>(() => connection.CreateCommand("INSERT a; INSERT b; INSERT c").NonQueryBoth(isAsync));
        Assert.Equal(SqlStates.UndefinedTable, error.SqlState);
        Assert.Equal(["pipeline", "INSERT a", "INSERT b", "rollback"], _database.Log.Skip(2));
        Assert.Equal(1, await connection.CreateCommand("INSERT a").NonQueryBoth(isAsync));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Syntax_errors_come_from_running_and_from_preparing(bool isAsync)
    {
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SYNTAX ERROR");
        Assert.Equal(SqlStates.SyntaxError, Assert.Throws<VectorDbException>(command.Prepare).SqlState);
        Assert.Equal(1, (await Assert.ThrowsAsync<VectorDbException>(() => command.ReaderBoth(isAsync))).Position);
    }

    [Fact]
    public void A_text_is_parsed_once_as_long_as_it_and_the_session_stay()
    {
        _database.On("SELECT 1", ScriptedResult.Integers(1)).On("SELECT 2", ScriptedResult.Integers(2));
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT 1");
        command.Prepare();
        command.ExecuteScalar();
        command.ExecuteScalar();
        Assert.Equal(1, _database.Sessions[0].Prepared);
        command.CommandText = "SELECT 2";
        Assert.Equal(2, command.ExecuteScalar());
        Assert.Equal(2, _database.Sessions[0].Prepared);
        connection.Close();
        connection.Open();
        Assert.Equal(2, command.ExecuteScalar());
        Assert.Equal(3, _database.Sessions[0].Prepared);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Preparing_describes_a_single_statement(bool isAsync)
    {
        _database.On("SELECT 1", ScriptedResult.Integers(1));
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT 1");
        if (isAsync)
            await command.PrepareAsync();
        else
            command.Prepare();
        Assert.Equal(["describe SELECT 1"], _database.Log.Skip(2));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_command_cannot_change_or_run_while_its_reader_is_open(bool isAsync)
    {
        _database.On("SELECT 1", ScriptedResult.Integers(1));
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT 1");
        var reader = await command.ReaderBoth(isAsync);
        Assert.Throws<InvalidOperationException>(() => command.CommandText = "SELECT 2");
        Assert.Throws<InvalidOperationException>(() => command.Connection = null);
        Assert.Contains("A reader is open", (await Assert.ThrowsAsync<InvalidOperationException>(() => command.NonQueryBoth(isAsync))).Message);
        Assert.Contains("A reader is open", (await Assert.ThrowsAsync<InvalidOperationException>(() => command.ReaderBoth(isAsync))).Message);
        Assert.Contains("A reader is open", Assert.Throws<InvalidOperationException>(() => connection.BeginTransaction()).Message);
        await reader.CloseBoth(isAsync);
        Assert.Equal(1, await command.ScalarBoth(isAsync));
    }

    [Fact]
    public void TableDirect_reads_a_table()
    {
        _database.On("SELECT * FROM items", ScriptedResult.Integers(4));
        using var connection = _database.Connect();
        using var command = connection.CreateCommand("items");
        command.CommandType = CommandType.TableDirect;
        Assert.Equal(4, command.ExecuteScalar());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Parameters_come_by_name_or_by_place(bool isAsync)
    {
        IReadOnlyList<Value> seen = [];
        _database.On("SELECT @b, @a", call => Seen(call)).On("SELECT $2, $1", call => Seen(call));
        using var connection = _database.Connect();
        var named = connection.CreateCommand("SELECT @b, @a");
        named.Parameters.AddWithValue("@a", 1);
        named.Parameters.AddWithValue("B", "two");
        await named.NonQueryBoth(isAsync);
        Assert.Equal(["two", "1"], seen.Select(value => value.ToString()));
        var placed = connection.CreateCommand("SELECT $2, $1");
        placed.Parameters.AddWithValue(10);
        placed.Parameters.AddWithValue("x");
        await placed.NonQueryBoth(isAsync);
        Assert.Equal(["10", "x"], seen.Select(value => value.ToString()));
        placed.Parameters[0].Value = 11;
        await placed.NonQueryBoth(isAsync);
        Assert.Equal("11", seen[0].ToString());

        ScriptedResult Seen(ScriptedCall call)
        {
            seen = call.Parameters.ToArray();
            return ScriptedResult.Tag("SELECT");
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Missing_parameters_are_named_before_anything_runs(bool isAsync)
    {
        _database.On("INSERT a", ScriptedResult.Affected(1));
        using var connection = _database.Connect();
        var command = connection.CreateCommand("INSERT a; SELECT @x, @y, @z");
        command.Parameters.AddWithValue("y", 1);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => command.NonQueryBoth(isAsync));
        Assert.Contains("@x, @z", error.Message);
        Assert.Equal(2, _database.Log.Count);
        command.Parameters.AddWithValue("x", null);
        command.Parameters.AddWithValue("z", 1);
        Assert.Contains("'x' has no value", (await Assert.ThrowsAsync<InvalidOperationException>(() => command.NonQueryBoth(isAsync))).Message);
        var placed = connection.CreateCommand("SELECT $2");
        placed.Parameters.AddWithValue(1);
        Assert.Contains("$2", (await Assert.ThrowsAsync<InvalidOperationException>(() => placed.NonQueryBoth(isAsync))).Message);
    }

    [Fact]
    public void A_clone_has_copies_of_everything()
    {
        using var connection = _database.Connect();
        var command = connection.CreateCommand("SELECT @a");
        command.CommandTimeout = 5;
        command.Parameters.AddWithValue("a", VectorDbType.BigInt, 1);
        var clone = command.Clone();
        Assert.Equal((command.CommandText, 5, connection), (clone.CommandText, clone.CommandTimeout, clone.Connection));
        Assert.NotSame(command.Parameters[0], clone.Parameters[0]);
        Assert.Equal(VectorDbType.BigInt, clone.Parameters["a"].VectorDbType);
    }

    [Fact]
    public void The_transaction_must_be_the_connections_own()
    {
        using var connection = _database.Connect();
        using var other = _database.Connect();
        using var transaction = other.BeginTransaction();
        var command = new VectorDbCommand("COMMIT", connection, transaction);
        Assert.Contains("another connection", Assert.Throws<InvalidOperationException>(() => command.ExecuteNonQuery()).Message);
        transaction.Rollback();
        Assert.Contains("has ended", Assert.Throws<InvalidOperationException>(() => command.ExecuteNonQuery()).Message);
    }

    [Fact]
    public async Task Cancelled_tokens_stop_before_anything_runs()
    {
        using var connection = _database.Connect();
        var token = new CancellationToken(canceled: true);
        var command = connection.CreateCommand("SELECT 1");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteReaderAsync(token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteNonQueryAsync(token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.PrepareAsync(token));
        Assert.Equal(2, _database.Log.Count);
    }
}
