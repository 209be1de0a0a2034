namespace VectorData.Index;

/// <summary>One hit of a search: the row and the value of the metric's distance operator (L2 with its root, inner product negated).</summary>
public readonly record struct Neighbor(int Ordinal, double Distance);
