using VectorData.Core.Errors;
using VectorData.Query.Sessions;

namespace VectorData.Query.Tests.Statements;

public sealed class StatementCacheTests
{
    [Fact]
    public void A_text_is_parsed_once()
    {
        var cache = new StatementCache(100);
        Assert.Same(cache.Parse("SELECT 1"), cache.Parse("SELECT 1"));
        Assert.NotSame(cache.Parse("SELECT 1"), cache.Parse("SELECT  1"));
    }

    [Fact]
    public void Texts_in_use_stay_while_others_come_and_go()
    {
        var cache = new StatementCache(10);
        var used = cache.Parse("SELECT 'used'");
        for (var i = 0; i < 100; i++)
        {
            cache.Parse($"SELECT {i}");
            Assert.Same(used, cache.Parse("SELECT 'used'"));
        }
    }

    [Fact]
    public void Nothing_is_kept_without_room()
    {
        var cache = new StatementCache(0);
        Assert.NotSame(cache.Parse("SELECT 1"), cache.Parse("SELECT 1"));
    }

    [Fact]
    public void Statements_have_their_part_of_the_text()
    {
        var script = new StatementCache(10).Parse(" SELECT 1 ; ; INSERT INTO t VALUES (@b, @a, @b); ");
        Assert.Equal(["SELECT 1", "INSERT INTO t VALUES (@b, @a, @b)"], script.Statements.Select(statement => statement.Text.Trim()));
        Assert.Equal(["b", "a"], script.Statements[1].ParameterNames);
    }

    [Fact]
    public void A_name_that_is_cut_is_reported_once()
    {
        var name = new string('n', 70);
        var script = new StatementCache(10).Parse($"SELECT {name}, {name}, '{name}' FROM t");
        var notice = Assert.Single(script.Notices);
        Assert.Equal(SqlStates.NameTooLong, notice.SqlState);
        Assert.Equal($"identifier \"{name}\" will be truncated to \"{name[..63]}\"", notice.Message);
    }
}
