using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;
using VectorData.AdoNet;
using VectorData.EntityFrameworkCore.Infrastructure;

namespace VectorData.EntityFrameworkCore.Storage;

internal sealed class VectorDataRelationalConnection : RelationalConnection, IVectorDataRelationalConnection
{
    private readonly DbDataSource? _dataSource;

    public VectorDataRelationalConnection(RelationalConnectionDependencies dependencies)
        : base(dependencies) =>
        _dataSource = dependencies.ContextOptions.FindExtension<VectorDataOptionsExtension>()?.DataSource;

    public VectorDbConnection? Embedded => DbConnection as VectorDbConnection;

    protected override bool SupportsAmbientTransactions => false;

    protected override DbConnection CreateDbConnection() =>
        _dataSource is null ? new VectorDbConnection(GetValidatedConnectionString()) : _dataSource.CreateConnection();
}
