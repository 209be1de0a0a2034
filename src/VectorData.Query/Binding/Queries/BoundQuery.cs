using VectorData.Core.Sessions;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Binding.Queries;

/// <summary>A column of a query's result: its description and the column of the relation that holds it.</summary>
internal sealed record BoundOutput(ResultColumn Description, BoundColumn Column);

/// <summary>A query whose names and types are known. A relation may have more columns than the result.</summary>
internal sealed record BoundQuery(BoundRelation Relation, IReadOnlyList<BoundOutput> Outputs)
{
    /// <summary>Columns of enclosing queries that it reads.</summary>
    public IReadOnlyList<BoundColumn> Outer { get; init; } = [];
}
