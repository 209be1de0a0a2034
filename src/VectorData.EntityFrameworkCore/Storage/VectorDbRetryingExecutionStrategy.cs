using Microsoft.EntityFrameworkCore.Storage;
using VectorData.Core.Errors;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>Runs an operation again after errors that are transient: conflicts (40001), deadlocks (40P01), locks not had (55P03).</summary>
public sealed class VectorDbRetryingExecutionStrategy(ExecutionStrategyDependencies dependencies, int maxRetryCount, TimeSpan maxRetryDelay)
    : ExecutionStrategy(dependencies, maxRetryCount, maxRetryDelay)
{
    protected override bool ShouldRetryOn(Exception exception) => exception is VectorDbException { IsTransient: true };

    protected override TimeSpan? GetNextDelay(Exception lastException)
    {
        var retries = ExceptionsEncountered.Count - 1;
        if (retries >= MaxRetryCount)
            return null;
        var milliseconds = Math.Min(MaxRetryDelay.TotalMilliseconds, 5 * Math.Pow(2, retries)) * (0.5 + (Random.NextDouble() / 2));
        return TimeSpan.FromMilliseconds(milliseconds);
    }
}
