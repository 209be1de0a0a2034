using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Query.Evaluation.Aggregates;

namespace VectorData.Query.Binding.Functions;

/// <summary>An aggregate: parameters, result and how its state is made.</summary>
internal sealed class AggregateFunction(
    string name, ImmutableArray<ParameterPattern> parameters, ResultPattern result, Func<IReadOnlyList<SqlType>, SqlType, IAggregateState> createState)
{
    public string Name { get; } = name;

    /// <summary>Empty for count(*).</summary>
    public ImmutableArray<ParameterPattern> Parameters { get; } = parameters;

    public ResultPattern Result { get; } = result;

    /// <summary>Whether the order of rows shows in the result (string_agg, array_agg, json_agg).</summary>
    public bool IsOrderSensitive { get; init; }

    /// <summary>min and max: of vectors the result has the argument's dimensions.</summary>
    public bool KeepsArgumentType { get; init; }

    /// <summary>count(*): takes rows, not values.</summary>
    public bool IsStar { get; init; }

    /// <summary>Makes the state for all groups of one execution, given the types of the arguments and of the result.</summary>
    public Func<IReadOnlyList<SqlType>, SqlType, IAggregateState> CreateState { get; } = createState;
}
