using Microsoft.EntityFrameworkCore.Update;

namespace VectorData.EntityFrameworkCore.Update;

internal sealed class VectorDataModificationCommandBatchFactory(ModificationCommandBatchFactoryDependencies dependencies)
    : IModificationCommandBatchFactory
{
    public ModificationCommandBatch Create() => new SingularModificationCommandBatch(dependencies);
}
