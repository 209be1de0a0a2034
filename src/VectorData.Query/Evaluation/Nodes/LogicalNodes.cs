using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>AND: a later operand is evaluated only where no earlier one is false, so that it may guard errors.</summary>
internal sealed class AndNode(EvalNode[] operands) : EvalNode(SqlType.Boolean, AllScalar(operands))
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) => Logic.Evaluate(operands, deciding: false, Target(rows), context);

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output)
    {
        var count = operands[0].Filter(rows, context, output);
        for (var i = 1; i < operands.Length && count > 0; i++)
            count = operands[i].Filter(rows.With(output[..count]), context, output);
        return count;
    }
}

/// <summary>OR: a later operand is evaluated only where no earlier one is true.</summary>
internal sealed class OrNode(EvalNode[] operands) : EvalNode(SqlType.Boolean, AllScalar(operands))
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) => Logic.Evaluate(operands, deciding: true, Target(rows), context);

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output)
    {
        var open = Rent(rows.Count);
        var hits = Rent(rows.Count);
        var merged = Rent(rows.Count);
        try
        {
            var openCount = FilterAll(rows, all: true, open);
            var mergedCount = 0;
            foreach (var operand in operands)
            {
                if (openCount == 0)
                    break;
                var hitCount = operand.Filter(rows.HasSelection || openCount < rows.Length ? rows.With(open.AsSpan(0, openCount)) : rows, context, hits);
                mergedCount = Merge(merged, mergedCount, hits.AsSpan(0, hitCount), rows.Count);
                openCount = Branches.Remove(open.AsSpan(0, openCount), hits.AsSpan(0, hitCount));
            }

            merged.AsSpan(0, mergedCount).CopyTo(output);
            return mergedCount;
        }
        finally
        {
            Return(open);
            Return(hits);
            Return(merged);
        }
    }

    // Both ascending and distinct; merges from the back, in place.
    private static int Merge(int[] rows, int count, ReadOnlySpan<int> more, int capacity)
    {
        var i = count - 1;
        var j = more.Length - 1;
        for (var at = Math.Min(count + more.Length, capacity) - 1; j >= 0; at--)
            rows[at] = i >= 0 && rows[i] > more[j] ? rows[i--] : more[j--];
        return count + more.Length;
    }
}

/// <summary>Three-valued AND and OR over columns.</summary>
internal static class Logic
{
    /// <summary>AND is decided by the first false, OR by the first true; NULL when nothing decides and there was a NULL.</summary>
    public static ColumnVector Evaluate(EvalNode[] operands, bool deciding, in RowSet rows, EvaluationContext context)
    {
        var result = new bool[rows.Length];
        Array.Fill(result, !deciding);
        byte[]? nulls = null;
        var open = new int[rows.Count];
        for (var i = 0; i < open.Length; i++)
            open[i] = rows.RowAt(i);
        var count = open.Length;
        foreach (var operand in operands)
        {
            if (count == 0)
                break;
            var column = (FixedColumn<bool>)operand.Evaluate(rows.With(open.AsSpan(0, count)), context);
            var values = column.Span;
            var kept = 0;
            for (var i = 0; i < count; i++)
            {
                var row = open[i];
                var at = operand.IsScalar ? 0 : row;
                if (column.IsNull(at))
                {
                    (nulls ??= new byte[rows.Length])[row] = 1;
                    open[kept++] = row;
                }
                else if (values[at] == deciding)
                {
                    result[row] = deciding;
                    if (nulls is not null)
                        nulls[row] = 0;
                }
                else
                {
                    open[kept++] = row;
                }
            }

            count = kept;
        }

        return new FixedColumn<bool>(SqlType.Boolean, result, nulls);
    }
}

internal sealed class NotNode(EvalNode operand) : EvalNode(SqlType.Boolean, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = (FixedColumn<bool>)operand.Evaluate(rows, context);
        var values = column.Span;
        var result = new bool[values.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = !values[i];
        return new FixedColumn<bool>(Type, result, column.Nulls);
    }

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output)
    {
        if (rows.Count == 0)
            return 0;
        var column = (FixedColumn<bool>)operand.Evaluate(rows, context);
        return IsScalar
            ? FilterAll(rows, !column.IsNull(0) && !column.Span[0], output)
            : Compress(rows, column, wanted: false, output);
    }
}

internal sealed class IsNullNode(EvalNode operand, bool negate) : EvalNode(SqlType.Boolean, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = operand.Evaluate(rows, context);
        var result = new bool[Target(rows).Length];
        var nulls = column.Nulls.Span;
        if (nulls.IsEmpty)
            Array.Fill(result, negate);
        else
            for (var i = 0; i < result.Length; i++)
                result[i] = (nulls[i] != 0) != negate;
        return new FixedColumn<bool>(Type, result);
    }

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output)
    {
        if (rows.Count == 0)
            return 0;
        var column = operand.Evaluate(rows, context);
        var nulls = column.Nulls.Span;
        if (nulls.IsEmpty)
            return FilterAll(rows, negate, output);
        if (IsScalar)
            return FilterAll(rows, (nulls[0] != 0) != negate, output);
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.RowAt(i);
            output[count] = row;
            count += (nulls[row] != 0) != negate ? 1 : 0;
        }

        return count;
    }
}

/// <summary>IS [NOT] TRUE, FALSE or UNKNOWN: never NULL.</summary>
internal sealed class IsBooleanNode(EvalNode operand, bool? test, bool negate) : EvalNode(SqlType.Boolean, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = (FixedColumn<bool>)operand.Evaluate(rows, context);
        var values = column.Span;
        var result = new bool[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            bool? value = column.IsNull(i) ? null : values[i];
            result[i] = (value == test) != negate;
        }

        return new FixedColumn<bool>(Type, result);
    }
}
