using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace VectorData.EntityFrameworkCore.Infrastructure;

/// <summary>What <c>UseVectorData(…, options => …)</c> can set: MaxBatchSize, CommandTimeout, EnableRetryOnFailure, MigrationsAssembly and their kin.</summary>
public sealed class VectorDbDbContextOptionsBuilder(DbContextOptionsBuilder optionsBuilder)
    : RelationalDbContextOptionsBuilder<VectorDbDbContextOptionsBuilder, VectorDataOptionsExtension>(optionsBuilder);
