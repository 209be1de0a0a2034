using System.Data.Common;

namespace VectorData.AdoNet;

/// <summary>Makes the provider's objects for code that knows System.Data.Common only.</summary>
public sealed class VectorDbProviderFactory : DbProviderFactory
{
    public static readonly VectorDbProviderFactory Instance = new();

    private VectorDbProviderFactory()
    {
    }

    public override bool CanCreateBatch => true;

    public override bool CanCreateCommandBuilder => false;

    public override bool CanCreateDataAdapter => false;

    public override bool CanCreateDataSourceEnumerator => false;

    public override DbBatch CreateBatch() => new VectorDbBatch();

    public override DbBatchCommand CreateBatchCommand() => new VectorDbBatchCommand();

    public override DbCommand CreateCommand() => new VectorDbCommand();

    public override DbConnection CreateConnection() => new VectorDbConnection();

    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new VectorDbConnectionStringBuilder();

    public override DbDataSource CreateDataSource(string connectionString) => VectorDbDataSource.Create(connectionString);

    public override DbParameter CreateParameter() => new VectorDbParameter();
}
