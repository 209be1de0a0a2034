using VectorData.Core.Sessions;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Execution.Statements;
using VectorData.Query.Planning;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Definitions;

/// <summary>CREATE TABLE AS: the table with the query's columns, then its rows.</summary>
internal sealed class CreateTableAsPlan(CreateTableAsStatement statement, IReadOnlyList<ResultColumn> columns, PhysicalPlan plan) : StatementPlan
{
    public override string Command => "CREATE TABLE AS";

    public override bool CanRestart => false;

    public override PlanOutline Outline => new(null, plan);

    public override StatementOutcome Run(StatementContext context)
    {
        var table = TableDefiner.CreateAs(new DefinitionScope(context), statement, columns);
        if (table is null || !statement.WithData)
            return StatementOutcome.Of(Command);
        long count = 0;
        using var root = plan.Open(context.Execution, context.Evaluation);
        while (root.Next() is { } batch)
        {
            context.Transaction.Insert(table.Id, ColumnGather.Compact(batch), context.CancellationToken);
            count += batch.Count;
        }

        return new StatementOutcome(FormattableString.Invariant($"SELECT {count}"), count);
    }
}
