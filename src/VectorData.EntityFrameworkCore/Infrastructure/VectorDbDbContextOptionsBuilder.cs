using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using VectorData.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Infrastructure;

/// <summary>What <c>UseVectorData(…, options => …)</c> can set: MaxBatchSize, CommandTimeout, EnableRetryOnFailure, MigrationsAssembly and their kin.</summary>
public sealed class VectorDbDbContextOptionsBuilder(DbContextOptionsBuilder optionsBuilder)
    : RelationalDbContextOptionsBuilder<VectorDbDbContextOptionsBuilder, VectorDataOptionsExtension>(optionsBuilder)
{
    /// <summary>
    /// Runs queries and SaveChanges again after 40001, 40P01 and other transient errors. Off unless asked for: transactions that the program begins
    /// itself must then run inside <c>Database.CreateExecutionStrategy().Execute</c>.
    /// </summary>
    public VectorDbDbContextOptionsBuilder EnableRetryOnFailure(int maxRetryCount = 6, TimeSpan? maxRetryDelay = null) =>
        ExecutionStrategy(dependencies => new VectorDbRetryingExecutionStrategy(dependencies, maxRetryCount, maxRetryDelay ?? TimeSpan.FromSeconds(1)));
}
