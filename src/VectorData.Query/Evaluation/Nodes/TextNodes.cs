using System.Text;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>Bytes or characters of UTF-8 rows.</summary>
internal sealed class Utf8LengthNode(EvalNode operand, SqlType type, bool countCharacters) : EvalNode(type, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = operand.Evaluate(rows, context);
        var target = Target(rows);
        var texts = new BytesReader(column, operand.IsScalar);
        var result = new int[target.Length];
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            if (!column.IsNull(row))
                result[row] = countCharacters ? CountCharacters(texts[row]) : texts[row].Length;
        }

        return new FixedColumn<int>(Type, result, column.Nulls);
    }

    // Every character has one byte that does not continue another.
    private static int CountCharacters(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
            return text.Length;
        var count = 0;
        foreach (var b in text)
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}

/// <summary>text || text.</summary>
internal sealed class ConcatNode(EvalNode left, EvalNode right, SqlType type) : EvalNode(type, left.IsScalar && right.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var leftColumn = left.Evaluate(rows, context);
        var rightColumn = right.Evaluate(rows, context);
        var target = Target(rows);
        if (NullMask.IsNullScalar(left, leftColumn) || NullMask.IsNullScalar(right, rightColumn))
            return NullMask.AllNull(Type, target.Length);
        var nulls = NullMask.Union(left, leftColumn, right, rightColumn);
        var x = new BytesReader(leftColumn, left.IsScalar);
        var y = new BytesReader(rightColumn, right.IsScalar);
        var total = 0L;
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            if (nulls.IsEmpty || nulls.Span[row] == 0)
                total += x[row].Length + y[row].Length;
        }

        if (total > Array.MaxLength)
            return ConcatLarge(target, nulls, x, y);
        var data = new byte[total];
        var offsets = new uint[target.Length + 1];
        var at = 0;
        var next = 0;
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            while (next <= row)
                offsets[next++] = (uint)at;
            if (!nulls.IsEmpty && nulls.Span[row] != 0)
                continue;
            x[row].CopyTo(data.AsSpan(at));
            at += x[row].Length;
            y[row].CopyTo(data.AsSpan(at));
            at += y[row].Length;
        }

        while (next < offsets.Length)
            offsets[next++] = (uint)at;
        return new PackedBytesColumn(Type, offsets, data, nulls);
    }

    private SlicedBytesColumn ConcatLarge(in RowSet target, ReadOnlyMemory<byte> nulls, BytesReader x, BytesReader y)
    {
        var slices = new ReadOnlyMemory<byte>[target.Length];
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            if (nulls.IsEmpty || nulls.Span[row] == 0)
                slices[row] = (byte[])[.. x[row], .. y[row]];
        }

        return new SlicedBytesColumn(Type, slices, nulls);
    }
}

/// <summary>lower and upper: ASCII is changed in place of whole columns, other text row by row.</summary>
internal sealed class LetterCaseNode(EvalNode operand, SqlType type, bool upper) : EvalNode(type, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = operand.Evaluate(rows, context);
        if (column is PackedBytesColumn packed && Ascii.IsValid(packed.Data.Span))
        {
            var data = new byte[packed.Data.Length];
            if (upper)
                Ascii.ToUpper(packed.Data.Span, data, out _);
            else
                Ascii.ToLower(packed.Data.Span, data, out _);
            return new PackedBytesColumn(Type, packed.Offsets, data, packed.Nulls);
        }

        var target = Target(rows);
        var texts = new Input<string>(column, operand.IsScalar);
        var output = new Output<string>(Type, target.Length);
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            if (texts.IsNull(row))
                output.SetNull(row);
            else
                output.Set(row, upper ? texts[row].ToUpperInvariant() : texts[row].ToLowerInvariant());
        }

        return output.Build();
    }
}
