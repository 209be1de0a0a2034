using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Statements;

/// <summary>A statement made ready to run. Immutable: a cached plan serves many sessions at once.</summary>
internal abstract class StatementPlan
{
    /// <summary>What the statement is in messages and tags: INSERT, SELECT, CREATE TABLE.</summary>
    public abstract string Command { get; }

    /// <summary>Types of the parameters, settled.</summary>
    public IReadOnlyList<SqlType> ParameterTypes { get; init; } = [];

    /// <summary>The result's columns; null for a statement that gives no rows.</summary>
    public IReadOnlyList<ResultColumn>? Columns { get; init; }

    /// <summary>Whether it can run in a read-only transaction.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>Whether it may run again in the same place when a row it wants was changed meanwhile.</summary>
    public virtual bool CanRestart => true;

    /// <summary>The table whose rows it writes; locked before the plan is chosen, so that it is not altered meanwhile.</summary>
    public virtual TableId? Target => null;

    /// <summary>Runs to the end.</summary>
    public abstract StatementOutcome Run(StatementContext context);

    /// <summary>The plan as EXPLAIN prints it; null for statements without one.</summary>
    public virtual PlanOutline? Outline => null;
}

/// <summary>What a statement did.</summary>
internal sealed record StatementOutcome(string Tag, long RowsAffected, IReadOnlyList<Batch>? Rows = null)
{
    public static StatementOutcome Of(string tag) => new(tag, -1);
}

/// <summary>For EXPLAIN: a line for what is done with the rows (null for a query) and the plan that finds them.</summary>
internal sealed record PlanOutline(string? Title, PhysicalPlan? Plan);

/// <summary>SELECT, VALUES or TABLE.</summary>
internal sealed class QueryPlan(PhysicalPlan plan, bool isLocking) : StatementPlan
{
    public override string Command => "SELECT";

    /// <summary>FOR UPDATE and FOR SHARE write locks.</summary>
    public override bool IsReadOnly => !isLocking;

    /// <summary>Rows go to the caller as they come, unless the statement may have to run again.</summary>
    public bool IsStreaming => !isLocking;

    public override PlanOutline Outline => new(null, plan);

    public Operator Open(StatementContext context) => plan.Open(context.Execution, context.Evaluation);

    public override StatementOutcome Run(StatementContext context)
    {
        using var root = Open(context);
        var batches = new List<Batch>();
        long count = 0;
        while (root.Next() is { } batch)
        {
            batches.Add(ColumnGather.Compact(batch));
            count += batch.Count;
        }

        return new StatementOutcome(FormattableString.Invariant($"SELECT {count}"), -1, batches);
    }
}
