using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Numerics;
using VectorData.Query.Binding.Functions;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>A distance between two vectors of one kind. A dense column against a scalar goes through the kernels for many rows.</summary>
internal sealed class DistanceNode(EvalNode left, EvalNode right, DistanceFunction distance)
    : EvalNode(SqlType.Double, left.IsScalar && right.IsScalar)
{
    // Rows between two looks at the cancellation token.
    private const int RowsPerCheck = 1024;

    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var leftColumn = left.Evaluate(rows, context);
        var rightColumn = right.Evaluate(rows, context);
        var target = Target(rows);
        if (NullMask.IsNullScalar(left, leftColumn) || NullMask.IsNullScalar(right, rightColumn))
            return NullMask.AllNull(Type, target.Length);
        var nulls = NullMask.Union(left, leftColumn, right, rightColumn);
        var result = new double[target.Length];
        if (!TryMany(leftColumn, rightColumn, target, result, context))
            ComputeEach(leftColumn, rightColumn, nulls.Span, target, result, context);
        return new FixedColumn<double>(Type, result, nulls);
    }

    private void ComputeEach(
        ColumnVector leftColumn, ColumnVector rightColumn, ReadOnlySpan<byte> nulls, in RowSet target, double[] result, EvaluationContext context)
    {
        for (var i = 0; i < target.Count; i++)
        {
            if (i % RowsPerCheck == 0)
                context.CancellationToken.ThrowIfCancellationRequested();
            var row = target.RowAt(i);
            if (nulls.IsEmpty || nulls[row] == 0)
                result[row] = Compute(leftColumn, left.IsScalar ? 0 : row, rightColumn, right.IsScalar ? 0 : row);
        }
    }

    private bool TryMany(ColumnVector leftColumn, ColumnVector rightColumn, in RowSet target, double[] result, EvaluationContext context)
    {
        if (left.IsScalar == right.IsScalar || !target.IsDense || left.Type.Kind != TypeKind.Vector)
            return false;
        if ((left.IsScalar ? rightColumn : leftColumn) is not DenseVectorColumn<float> dense)
            return false;
        var query = VectorRows.Floats(left.IsScalar ? leftColumn : rightColumn, 0);
        if (query.Length != dense.Dimensions)
            return false;
        var values = dense.Values.Span;
        Span<float> found = stackalloc float[256];
        for (var start = 0; start < result.Length; start += found.Length)
        {
            if (start % RowsPerCheck == 0)
                context.CancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(found.Length, result.Length - start);
            var block = values.Slice(start * dense.Dimensions, count * dense.Dimensions);
            Many(query, block, dense.Dimensions, found[..count]);
            for (var i = 0; i < count; i++)
                result[start + i] = Finish(found[i]);
        }

        return true;
    }

    private void Many(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> found)
    {
        switch (distance)
        {
            case DistanceFunction.L2:
                FloatKernels.L2Squared(query, rows, dimensions, found);
                break;
            case DistanceFunction.Cosine:
                FloatKernels.CosineDistance(query, rows, dimensions, found);
                break;
            case DistanceFunction.L1:
                FloatKernels.L1(query, rows, dimensions, found);
                break;
            default:
                FloatKernels.InnerProduct(query, rows, dimensions, found);
                break;
        }
    }

    private double Finish(float raw) => distance switch
    {
        DistanceFunction.L2 => Math.Sqrt(raw),
        DistanceFunction.NegativeInnerProduct => -(double)raw,
        _ => raw,
    };

    private double Compute(ColumnVector leftColumn, int leftRow, ColumnVector rightColumn, int rightRow)
    {
        switch (left.Type.Kind)
        {
            case TypeKind.Vector:
                return Compute(VectorRows.Floats(leftColumn, leftRow), VectorRows.Floats(rightColumn, rightRow));
            case TypeKind.HalfVec:
                return Compute(VectorRows.Halves(leftColumn, leftRow), VectorRows.Halves(rightColumn, rightRow));
            case TypeKind.SparseVec:
                var (x, _) = BytesCodec.SparseParts(((BytesColumn)leftColumn).GetSpan(leftRow), out var xIndices, out var xValues);
                var (y, _) = BytesCodec.SparseParts(((BytesColumn)rightColumn).GetSpan(rightRow), out var yIndices, out var yValues);
                VectorErrors.CheckSame("sparsevec", x, y);
                return Compute(new SparseVectorView(xIndices, xValues), new SparseVectorView(yIndices, yValues));
            default:
                var xBits = BytesCodec.BitParts(((BytesColumn)leftColumn).GetSpan(leftRow), out var xLength);
                var yBits = BytesCodec.BitParts(((BytesColumn)rightColumn).GetSpan(rightRow), out var yLength);
                if (xLength != yLength)
                    throw new VectorDbException(SqlStates.DataException, $"different bit lengths {xLength} and {yLength}");
                return distance == DistanceFunction.Hamming ? BitKernels.Hamming(xBits, yBits) : BitKernels.Jaccard(xBits, yBits);
        }
    }

    private double Compute(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        VectorErrors.CheckSame("vector", x.Length, y.Length);
        return distance == DistanceFunction.Cosine ? FloatKernels.CosineDistance(x, y) : Finish(distance switch
        {
            DistanceFunction.L2 => FloatKernels.L2Squared(x, y),
            DistanceFunction.L1 => FloatKernels.L1(x, y),
            _ => FloatKernels.InnerProduct(x, y),
        });
    }

    private double Compute(ReadOnlySpan<Half> x, ReadOnlySpan<Half> y)
    {
        VectorErrors.CheckSame("halfvec", x.Length, y.Length);
        return distance == DistanceFunction.Cosine ? HalfKernels.CosineDistance(x, y) : Finish(distance switch
        {
            DistanceFunction.L2 => HalfKernels.L2Squared(x, y),
            DistanceFunction.L1 => HalfKernels.L1(x, y),
            _ => HalfKernels.InnerProduct(x, y),
        });
    }

    private double Compute(SparseVectorView x, SparseVectorView y) =>
        distance == DistanceFunction.Cosine ? SparseKernels.CosineDistance(x, y) : Finish(distance switch
        {
            DistanceFunction.L2 => SparseKernels.L2Squared(x, y),
            DistanceFunction.L1 => SparseKernels.L1(x, y),
            _ => SparseKernels.InnerProduct(x, y),
        });
}

/// <summary>pgvector's checks.</summary>
internal static class VectorErrors
{
    public static void CheckSame(string type, int left, int right)
    {
        if (left != right)
            throw new VectorDbException(SqlStates.DataException, $"different {type} dimensions {left} and {right}");
    }
}
