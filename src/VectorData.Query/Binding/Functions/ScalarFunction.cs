using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Binding.Functions;

internal enum Volatility : byte
{
    /// <summary>The same arguments always give the same result: folded when all are constants.</summary>
    Immutable,

    /// <summary>The same within a statement.</summary>
    Stable,

    Volatile,
}

/// <summary>The distance that a vector operator or function computes.</summary>
internal enum DistanceFunction : byte
{
    None,
    L2,
    NegativeInnerProduct,
    InnerProduct,
    Cosine,
    L1,
    Hamming,
    Jaccard,
}

/// <summary>Makes the evaluation node of a call from the nodes of its arguments.</summary>
internal delegate EvalNode NodeFactory(EvalNode[] arguments, SqlType type);

/// <summary>A scalar function or operator: parameters, result and how it is evaluated.</summary>
internal sealed class ScalarFunction(string name, ImmutableArray<ParameterPattern> parameters, ResultPattern result, NodeFactory build)
{
    /// <summary>A function's name, or an operator's symbol.</summary>
    public string Name { get; } = name;

    public ImmutableArray<ParameterPattern> Parameters { get; } = parameters;

    public ResultPattern Result { get; } = result;

    public Volatility Volatility { get; init; }

    /// <summary>The last parameter takes any number of arguments.</summary>
    public bool IsVariadic { get; init; }

    /// <summary>How many trailing parameters may be absent.</summary>
    public int OptionalCount { get; init; }

    /// <summary>Set for the functions behind &lt;-&gt;, &lt;#&gt;, &lt;=&gt;, &lt;+&gt;, &lt;~&gt; and &lt;%&gt;, under whatever name they were called.</summary>
    public DistanceFunction Distance { get; init; }

    /// <summary>Set for comparison operators, which are bound as <see cref="Expressions.BoundComparison"/>.</summary>
    public Expressions.ComparisonKind? Comparison { get; init; }

    public NodeFactory Build { get; } = build;

    public override string ToString() => $"{Name}({string.Join(", ", Parameters)})";
}
