using VectorData.Core.Values;
using VectorData.Query.Evaluation;

namespace VectorData.Query.Execution.Operators;

/// <summary>An operator written as an iterator. Batches without rows are skipped; cancellation is polled before each.</summary>
internal sealed class IteratorOperator(IEnumerable<Batch> batches, CancellationToken cancellationToken, params Operator?[] inputs) : Operator
{
    private readonly IEnumerator<Batch> _batches = batches.GetEnumerator();

    public override Batch? Next()
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_batches.MoveNext())
                return null;
            if (_batches.Current.Count > 0)
                return _batches.Current;
        }
    }

    public override void Dispose()
    {
        _batches.Dispose();
        foreach (var input in inputs)
            input?.Dispose();
    }
}

/// <summary>Shared steps of iterators.</summary>
internal static class Batches
{
    /// <summary>Rows that operators give at a time.</summary>
    public const int Rows = Storage.Tables.SegmentSnapshot.BlockRows;

    /// <summary>A large batch in pieces.</summary>
    public static IEnumerable<Batch> Slices(Batch batch)
    {
        for (var start = 0; start < batch.Count; start += Rows)
            yield return ColumnGather.Slice(batch, start, Math.Min(Rows, batch.Count - start));
    }

    /// <summary>Rows of a batch in another order, in pieces.</summary>
    public static IEnumerable<Batch> InOrder(Batch batch, int[] order, int count)
    {
        for (var start = 0; start < count; start += Rows)
            yield return ColumnGather.GatherAll(batch.Columns, order.AsSpan(start, Math.Min(Rows, count - start)));
    }

    /// <summary>All rows of an operator.</summary>
    public static Batch Collect(Operator input, PlanNode node, OperatorContext context)
    {
        var collector = new RowCollector(node.Types);
        while (input.Next() is { } batch)
        {
            context.ThrowIfCancelled();
            collector.Add(batch);
        }

        return collector.Take();
    }

    /// <summary>The values of expressions over a batch.</summary>
    public static ColumnVector[] Evaluate(CompiledExpression[] expressions, Batch batch, EvaluationContext context)
    {
        var columns = new ColumnVector[expressions.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = expressions[i].Evaluate(batch, context);
        return columns;
    }
}
