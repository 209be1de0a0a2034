using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Statements;

/// <summary>The rows of an INSERT: batches without selection, with the named columns in their types.</summary>
internal abstract class InsertSource
{
    public abstract IEnumerable<Batch> Rows(StatementContext context);

    public virtual PhysicalPlan? Plan => null;
}

/// <summary>VALUES, also of one row: cells by row and column.</summary>
internal sealed class ValuesSource(SqlType[] types, ValueCell[][] rows) : InsertSource
{
    public override IEnumerable<Batch> Rows(StatementContext context)
    {
        var builders = new ColumnBuilder[types.Length];
        for (var i = 0; i < builders.Length; i++)
            builders[i] = ColumnBuilder.For(types[i], rows.Length);
        foreach (var row in rows)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < builders.Length; i++)
                row[i].Append(builders[i], context);
        }

        var columns = new ColumnVector[builders.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = builders[i].Build();
        return [new Batch(columns, rows.Length)];
    }
}

/// <summary>A query; read to its end first when it reads the table that is written.</summary>
internal sealed class QuerySource(PhysicalPlan plan, bool readsTarget) : InsertSource
{
    public override PhysicalPlan Plan => plan;

    public override IEnumerable<Batch> Rows(StatementContext context) => readsTarget ? [.. Read(context)] : Read(context);

    private IEnumerable<Batch> Read(StatementContext context)
    {
        using var root = plan.Open(context.Execution, context.Evaluation);
        while (root.Next() is { } batch)
            yield return ColumnGather.Compact(batch);
    }
}
