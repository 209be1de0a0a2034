using Dapper;

namespace VectorData.Server.Tests.Clients;

public sealed class DapperTests
{
    [Fact]
    public async Task Rows_are_made_read_changed_and_removed()
    {
        await using var server = await TestServer.StartAsync();
        await using var connection = await server.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync("CREATE TABLE people (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, age integer)");
        var id = await connection.ExecuteScalarAsync<int>("INSERT INTO people (name, age) VALUES (@Name, @Age) RETURNING id", new { Name = "Ada", Age = (int?)36 });
        Assert.Equal(2, await connection.ExecuteAsync(
            "INSERT INTO people (name, age) VALUES (@Name, @Age)", new[] { new { Name = "Bob", Age = (int?)20 }, new { Name = "Cy", Age = (int?)null } }));

        Assert.Equal(new Person(id, "Ada", 36), await connection.QuerySingleAsync<Person>("SELECT id, name, age FROM people WHERE id = @id", new { id }));
        Assert.Equal(["Ada", "Cy"], await connection.QueryAsync<string>("SELECT name FROM people WHERE name = ANY(@names) ORDER BY name", new { names = new[] { "Ada", "Cy" } }));

        Assert.Equal(1, await connection.ExecuteAsync("UPDATE people SET age = age + 1 WHERE id = @id", new { id }));
        Assert.Equal(37, await connection.ExecuteScalarAsync<int>("SELECT age FROM people WHERE id = @id", new { id }));
        Assert.Equal(1, await connection.ExecuteAsync("DELETE FROM people WHERE age IS NULL"));
        Assert.Equal(2L, await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM people"));
    }

    private sealed record Person(int Id, string Name, int? Age);
}
