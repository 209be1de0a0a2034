using System.Numerics.Tensors;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>NULL bytes of results that are NULL where any operand is.</summary>
internal static class NullMask
{
    /// <summary>Whether a scalar operand is NULL, which makes all rows NULL.</summary>
    public static bool IsNullScalar(EvalNode node, ColumnVector column) => node.IsScalar && column.IsNull(0);

    /// <summary>The NULLs of a result over two operands of which neither is a NULL scalar.</summary>
    public static ReadOnlyMemory<byte> Union(EvalNode left, ColumnVector leftColumn, EvalNode right, ColumnVector rightColumn)
    {
        var first = left.IsScalar && !right.IsScalar ? default : leftColumn.Nulls;
        var second = right.IsScalar && !left.IsScalar ? default : rightColumn.Nulls;
        if (first.IsEmpty)
            return second;
        if (second.IsEmpty)
            return first;
        var union = new byte[first.Length];
        TensorPrimitives.BitwiseOr(first.Span, second.Span, union);
        return union;
    }

    /// <summary>A column of NULLs.</summary>
    public static ColumnVector AllNull(Core.Schema.SqlType type, int length)
    {
        var builder = ColumnBuilder.For(type, type.FixedWidth > 64 ? 0 : length);
        for (var i = 0; i < length; i++)
            builder.AppendNull();
        return builder.Build();
    }
}
