using VectorData.Core.Values;
using VectorData.Query.Evaluation;

namespace VectorData.Query.Execution.Operators;

/// <summary>The rows of one side of a hash join by key: rows with equal keys form a chain. Rows with NULL in a key match nothing.</summary>
internal sealed class JoinTable
{
    private readonly KeyTable _keys;
    private readonly List<int> _heads = [];
    private readonly int[] _next;

    public JoinTable(Batch rows, CompiledExpression[] keys, EvaluationContext context)
    {
        Rows = rows;
        _keys = new KeyTable([.. keys.Select(key => key.Type)]);
        _next = new int[rows.Length];
        var columns = Batches.Evaluate(keys, rows, context);
        var valid = WithoutNulls(columns, new Batch(rows.Columns, rows.Length));
        var numbers = new int[valid.Length];
        _keys.FindOrAdd(columns, valid, numbers);
        for (var i = 0; i < _keys.Count; i++)
            _heads.Add(-1);
        for (var i = valid.Length - 1; i >= 0; i--)
        {
            _next[valid[i]] = _heads[numbers[i]];
            _heads[numbers[i]] = valid[i];
        }
    }

    public Batch Rows { get; }

    /// <summary>For each named row of a batch the first row with the same key, or -1; <see cref="Next"/> gives the others.</summary>
    public void Find(ReadOnlySpan<ColumnVector> keys, ReadOnlySpan<int> rows, Span<int> first)
    {
        _keys.Find(keys, rows, first);
        for (var i = 0; i < first.Length; i++)
            first[i] = first[i] < 0 ? -1 : _heads[first[i]];
    }

    public int Next(int row) => _next[row];

    /// <summary>The rows that count and have no NULL among their keys.</summary>
    public static int[] WithoutNulls(ColumnVector[] keys, Batch batch)
    {
        var rows = new int[batch.Count];
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = batch.RowAt(i);
            if (!Array.Exists(keys, key => key.IsNull(row)))
                rows[count++] = row;
        }

        return count == rows.Length ? rows : rows[..count];
    }
}
