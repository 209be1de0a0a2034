using Microsoft.EntityFrameworkCore.Infrastructure;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>The services that turn LINQ into SQL.</summary>
internal static class VectorDataQueryServices
{
    public static EntityFrameworkRelationalServicesBuilder AddVectorDataQuery(this EntityFrameworkRelationalServicesBuilder builder) => builder;
}
