using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Aggregates;

/// <summary>
/// Rows for an aggregate: its arguments as columns, the rows that count, and each such row's group.
/// Without <see cref="HasRows"/> all rows count; with no <see cref="Groups"/> all belong to group 0.
/// </summary>
internal readonly ref struct AggregateInput
{
    public required ReadOnlySpan<ColumnVector> Arguments { get; init; }

    /// <summary>Rows that each column has.</summary>
    public required int Length { get; init; }

    public bool HasRows { get; init; }

    public ReadOnlySpan<int> Rows { get; init; }

    /// <summary>The group of the i-th row that counts (not of row number i).</summary>
    public ReadOnlySpan<int> Groups { get; init; }

    public int Count => HasRows ? Rows.Length : Length;

    public int RowAt(int i) => HasRows ? Rows[i] : i;

    public int GroupAt(int i) => Groups.IsEmpty ? 0 : Groups[i];
}

/// <summary>An aggregate's values of all groups in one execution. DISTINCT, FILTER and ORDER BY are the operator's work, by the rows it gives.</summary>
internal interface IAggregateState
{
    /// <summary>Takes rows; groups below <paramref name="groupCount"/> may appear.</summary>
    void Add(in AggregateInput input, int groupCount, EvaluationContext context);

    /// <summary>
    /// One row a group, 0..groupCount-1; groups that got no rows give the aggregate's value of no rows. Changes nothing: more rows may follow.
    /// The column is valid until the next <see cref="Add"/>.
    /// </summary>
    ColumnVector Finish(int groupCount);
}
