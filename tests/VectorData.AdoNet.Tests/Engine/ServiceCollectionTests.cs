using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace VectorData.AdoNet.Tests.Engine;

public sealed class ServiceCollectionTests
{
    [Fact]
    public void A_container_gives_one_data_source_and_new_connections()
    {
        using var provider = new ServiceCollection().AddVectorDbDataSource("Data Source=:memory:").BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<VectorDbDataSource>(), provider.GetRequiredService<DbDataSource>());
        using var scope = provider.CreateScope();
        var one = scope.ServiceProvider.GetRequiredService<VectorDbConnection>();
        var two = (VectorDbConnection)scope.ServiceProvider.GetRequiredService<DbConnection>();
        Assert.NotSame(one, two);
        one.Open();
        two.Open();
        one.NonQuery("CREATE TABLE t (a int)");
        Assert.Equal(0L, two.Scalar("SELECT count(*) FROM t"));
    }
}
