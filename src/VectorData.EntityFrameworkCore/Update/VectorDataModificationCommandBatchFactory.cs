using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;
using VectorData.EntityFrameworkCore.Infrastructure;

namespace VectorData.EntityFrameworkCore.Update;

internal sealed class VectorDataModificationCommandBatchFactory(
    ModificationCommandBatchFactoryDependencies dependencies,
    IDbContextOptions options)
    : IModificationCommandBatchFactory
{
    private const int DefaultBatchSize = 100;

    private readonly int _batchSize =
        Math.Clamp(options.FindExtension<VectorDataOptionsExtension>()?.MaxBatchSize ?? DefaultBatchSize, 1, 1000);

    public ModificationCommandBatch Create() => new VectorDataModificationCommandBatch(dependencies, _batchSize);
}
