using System.Data;
using System.Data.Common;
using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests;

public sealed class BatchTests
{
    private readonly ScriptedDatabase _database = new ScriptedDatabase()
        .On("INSERT @a", call => ScriptedResult.Affected(call.Parameters[0].AsInt32()))
        .On("DELETE", ScriptedResult.Affected(4))
        .On("SELECT 1", ScriptedResult.Integers(1))
        .On("SELECT 2", ScriptedResult.Integers(2));

    public static TheoryData<bool> Both => BothWays.Data;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Commands_run_together_and_are_counted_apart(bool isAsync)
    {
        using var connection = _database.Connect();
        var batch = connection.CreateBatch();
        batch.BatchCommands.Add("INSERT @a").Parameters.AddWithValue("a", 2);
        batch.BatchCommands.Add("INSERT @a").Parameters.AddWithValue("a", 3);
        batch.BatchCommands.Add("SELECT 1");
        Assert.Equal(5, isAsync ? await batch.ExecuteNonQueryAsync() : batch.ExecuteNonQuery());
        Assert.Equal([2, 3, -1], batch.BatchCommands.Select(command => command.RecordsAffected));
        Assert.Equal(["pipeline", "INSERT @a", "INSERT @a", "SELECT 1", "end cursor", "complete"], _database.Log.Skip(2));
        batch.BatchCommands[0].Parameters[0].Value = 7;
        Assert.Equal(10, isAsync ? await batch.ExecuteNonQueryAsync() : batch.ExecuteNonQuery());
        Assert.Equal([7, 3, -1], batch.BatchCommands.Select(command => command.RecordsAffected));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Results_come_one_after_the_other(bool isAsync)
    {
        using var connection = _database.Connect();
        var batch = new VectorDbBatch(connection);
        batch.BatchCommands.Add("SELECT 1");
        batch.BatchCommands.Add("DELETE");
        batch.BatchCommands.Add("SELECT 2");
        Assert.Equal(1, isAsync ? await batch.ExecuteScalarAsync() : batch.ExecuteScalar());
        await using var reader = isAsync ? await batch.ExecuteReaderAsync() : batch.ExecuteReader();
        Assert.True(await reader.ReadBoth(isAsync));
        Assert.Equal(1, reader.GetInt32(0));
        Assert.True(await reader.NextResultBoth(isAsync));
        Assert.True(await reader.ReadBoth(isAsync));
        Assert.Equal(2, reader.GetInt32(0));
        Assert.Equal(4, batch.BatchCommands[1].RecordsAffected);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_error_names_its_command_and_rolls_the_batch_back(bool isAsync)
    {
        using var connection = _database.Connect();
        var batch = connection.CreateBatch();
        batch.BatchCommands.Add("DELETE");
        var bad = batch.BatchCommands.Add("bad");
        batch.BatchCommands.Add("DELETE");
        var error = await Assert.ThrowsAsync<VectorDbException>(async () => _ = isAsync ? await batch.ExecuteNonQueryAsync() : batch.ExecuteNonQuery());
        Assert.Same(bad, error.BatchCommand);
        Assert.Equal("rollback", _database.Log.Last());
        bad.CommandText = "SYNTAX ERROR";
        Assert.Same(bad, Assert.Throws<VectorDbException>(batch.Prepare).BatchCommand);
        bad.CommandText = "SELECT 1";
        Assert.Equal(8, batch.ExecuteNonQuery());
    }

    [Fact]
    public void A_batch_needs_a_connection_and_commands()
    {
        var batch = new VectorDbBatch();
        Assert.Throws<InvalidOperationException>(() => batch.ExecuteNonQuery());
        using var connection = _database.Connect();
        batch.Connection = connection;
        Assert.Contains("no commands", Assert.Throws<InvalidOperationException>(() => batch.ExecuteReader()).Message);
        Assert.Throws<ArgumentException>(() => new VectorDbBatchCommand { CommandType = CommandType.StoredProcedure });
    }

    [Fact]
    public void The_common_types_are_enough()
    {
        using DbConnection connection = _database.Connect();
        Assert.True(connection.CanCreateBatch);
        using var batch = connection.CreateBatch();
        var command = batch.CreateBatchCommand();
        command.CommandText = "INSERT @a";
        Assert.True(command.CanCreateParameter);
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("a", 6);
        command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
        Assert.Equal(6, batch.ExecuteNonQuery());
        Assert.Equal(6, batch.BatchCommands[0].RecordsAffected);
        batch.BatchCommands.Insert(0, command);
        Assert.Equal(2, batch.BatchCommands.Count);
        batch.BatchCommands.RemoveAt(0);
        Assert.True(batch.BatchCommands.Remove(command));
        Assert.Empty(batch.BatchCommands);
    }
}
