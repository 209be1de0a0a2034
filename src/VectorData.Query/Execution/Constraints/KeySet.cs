using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Execution.Constraints;

/// <summary>Distinct keys without NULLs, a column each part.</summary>
internal sealed class KeySet(ColumnVector[] columns, int count)
{
    public ColumnVector[] Columns { get; } = columns;

    public int Count { get; } = count;

    /// <summary>The distinct keys of the given rows that have no NULL.</summary>
    public static KeySet Of(ColumnVector[] columns, ReadOnlySpan<int> rows)
    {
        if (rows.Length == 1)
            return new KeySet(Array.ConvertAll(columns, column => column.Slice(0, column.Length)), 1).At(rows[0]);
        var table = new KeyTable(Array.ConvertAll(columns, column => column.Type));
        table.FindOrAdd(columns, rows, new int[rows.Length]);
        return new KeySet(table.ToColumns(), table.Count);
    }

    /// <summary>The rows of a batch whose key has no NULL; <paramref name="mixed"/> gets the first row with some NULLs but not all, or -1.</summary>
    public static int[] RowsWithKey(ColumnVector[] columns, Batch rows, out int mixed)
    {
        mixed = -1;
        var result = new int[rows.Count];
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.RowAt(i);
            var nulls = 0;
            foreach (var column in columns)
                nulls += column.IsNull(row) ? 1 : 0;
            if (nulls == 0)
                result[count++] = row;
            else if (nulls < columns.Length && mixed < 0)
                mixed = row;
        }

        return count == result.Length ? result : result[..count];
    }

    public Value[] Key(int number)
    {
        var key = new Value[Columns.Length];
        for (var i = 0; i < key.Length; i++)
            key[i] = Columns[i].GetValue(number);
        return key;
    }

    /// <summary>The keys of the given numbers.</summary>
    public KeySet Only(IReadOnlyList<int> numbers)
    {
        var rows = numbers as int[] ?? [.. numbers];
        return new KeySet(Array.ConvertAll(Columns, column => ColumnGather.Gather(column, rows)), rows.Length);
    }

    /// <summary>
    /// The keys as values of other columns' types, with the number each has here; a key that the other type cannot hold is left out, as
    /// it equals none of its values.
    /// </summary>
    public (KeySet Keys, int[] Numbers) As(IReadOnlyList<SqlType> types, EvaluationContext context)
    {
        var same = true;
        for (var i = 0; i < types.Count; i++)
            same &= types[i].Unmodified == Columns[i].Type.Unmodified;
        var numbers = new List<int>(Count);
        if (same)
        {
            for (var i = 0; i < Count; i++)
                numbers.Add(i);
            return (this, [.. numbers]);
        }

        var builders = new ColumnBuilder[types.Count];
        for (var i = 0; i < builders.Length; i++)
            builders[i] = ColumnBuilder.For(types[i].Unmodified, Count);
        for (var number = 0; number < Count; number++)
        {
            if (Convert(Key(number), types, context) is not { } converted)
                continue;
            for (var i = 0; i < builders.Length; i++)
                builders[i].Append(converted[i]);
            numbers.Add(number);
        }

        return (new KeySet(Array.ConvertAll(builders, builder => builder.Build()), numbers.Count), [.. numbers]);
    }

    private KeySet At(int row) => new(Array.ConvertAll(Columns, column => column.Slice(row, 1)), 1);

    private static Value[]? Convert(Value[] key, IReadOnlyList<SqlType> types, EvaluationContext context)
    {
        try
        {
            for (var i = 0; i < key.Length; i++)
            {
                var type = types[i].Unmodified;
                if (key[i].Type.Unmodified == type)
                    continue;
                var back = key[i];
                key[i] = Cast(back, type, context);
                if (!Core.Values.Comparison.ValueComparer.Same(Cast(key[i], back.Type.Unmodified, context), back))
                    return null;
            }

            return key;
        }
        catch (VectorDbException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static Value Cast(Value value, SqlType type, EvaluationContext context) =>
        ExpressionCompiler.Evaluate(new BoundCast(new BoundConstant(value, -1), type, IsExplicit: true, -1), context);
}
