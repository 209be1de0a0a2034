using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Settings;

namespace VectorData.Query.Planning;

/// <summary>Makes physical plans of bound queries.</summary>
internal sealed class QueryPlanner(SettingValues settings)
{
    public SettingValues Settings { get; } = settings;

    /// <summary>A plan whose batches have the query's result columns.</summary>
    public PhysicalPlan Plan(BoundQuery query) => throw new NotImplementedException();

    /// <summary>A plan whose batches have the values of expressions over a relation, in order: row addresses and new values of an UPDATE.</summary>
    public PhysicalPlan Plan(BoundRelation relation, IReadOnlyList<BoundExpression> outputs) => throw new NotImplementedException();
}
