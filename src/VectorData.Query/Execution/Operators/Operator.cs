using VectorData.Core.Values;

namespace VectorData.Query.Execution.Operators;

/// <summary>A running step of a plan: gives batches until there are no more. Belongs to one thread at a time.</summary>
internal abstract class Operator : IDisposable
{
    /// <summary>The next batch with at least one row, or null at the end. Its selection is valid until the next call, its columns for good.</summary>
    public abstract Batch? Next();

    public virtual void Dispose()
    {
    }
}
