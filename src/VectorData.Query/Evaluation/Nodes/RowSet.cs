using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>The rows that a node works on: columns and the rows of them that count.</summary>
internal readonly ref struct RowSet
{
    public RowSet(ColumnVector[] columns, int length)
    {
        Columns = columns;
        Length = length;
        Count = length;
    }

    public RowSet(ColumnVector[] columns, int length, ReadOnlySpan<int> selection)
    {
        Columns = columns;
        Length = length;
        Selection = selection;
        HasSelection = true;
        Count = selection.Length;
    }

    public ColumnVector[] Columns { get; }

    /// <summary>Rows that each column has.</summary>
    public int Length { get; }

    /// <summary>Ascending row numbers, when <see cref="HasSelection"/>.</summary>
    public ReadOnlySpan<int> Selection { get; }

    public bool HasSelection { get; }

    /// <summary>Rows that count.</summary>
    public int Count { get; }

    /// <summary>One row without columns: what scalar nodes work on.</summary>
    public static RowSet One => new([], 1);

    /// <summary>Whether work on all rows is cheaper than on the selected ones alone.</summary>
    public bool IsDense => !HasSelection || Count > Length / 4;

    public static RowSet Of(Batch batch) => batch.HasSelection
        ? new RowSet(batch.Columns, batch.Length, batch.Selection.Span)
        : new RowSet(batch.Columns, batch.Length);

    public int RowAt(int i) => HasSelection ? Selection[i] : i;

    public RowSet With(ReadOnlySpan<int> selection) => new(Columns, Length, selection);
}
