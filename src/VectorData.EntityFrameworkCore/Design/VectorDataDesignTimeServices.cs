using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

[assembly: DesignTimeProviderServices("VectorData.EntityFrameworkCore.Design.VectorDataDesignTimeServices")]

namespace VectorData.EntityFrameworkCore.Design;

/// <summary>What <c>dotnet ef</c> needs of the provider.</summary>
public sealed class VectorDataDesignTimeServices : IDesignTimeServices
{
    public void ConfigureDesignTimeServices(IServiceCollection serviceCollection)
    {
        serviceCollection.AddEntityFrameworkVectorData();
        new EntityFrameworkRelationalDesignServicesBuilder(serviceCollection).TryAddCoreServices();
    }
}
