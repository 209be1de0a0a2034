using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Core.Values.Text;
using VectorData.Numerics;
using VectorData.Query.Evaluation.Nodes;
using static VectorData.Query.Binding.Functions.FunctionList;

namespace VectorData.Query.Binding.Functions;

/// <summary>pgvector's operators and functions.</summary>
internal static class VectorFunctions
{
    private static readonly (string Symbol, string Name, DistanceFunction Distance)[] Distances =
    [
        ("<->", "l2_distance", DistanceFunction.L2),
        ("<=>", "cosine_distance", DistanceFunction.Cosine),
        ("<+>", "l1_distance", DistanceFunction.L1),
    ];

    public static void AddTo(FunctionList list)
    {
        foreach (var type in (string[])["vector", "halfvec", "sparsevec"])
        {
            foreach (var (symbol, name, distance) in Distances)
            {
                AddDistance(list, symbol, type, distance);
                AddDistance(list, name, type, distance);
            }

            AddDistance(list, "<#>", type, DistanceFunction.NegativeInnerProduct);
            AddDistance(list, type + "_negative_inner_product", type, DistanceFunction.NegativeInnerProduct);
            AddDistance(list, "inner_product", type, DistanceFunction.InnerProduct);
            AddSquared(list, type);
            AddComparisons(list, type);
        }

        AddDistance(list, "<~>", "bit", DistanceFunction.Hamming);
        AddDistance(list, "hamming_distance", "bit", DistanceFunction.Hamming);
        AddDistance(list, "<%>", "bit", DistanceFunction.Jaccard);
        AddDistance(list, "jaccard_distance", "bit", DistanceFunction.Jaccard);
        AddArithmetic(list);
        AddShape(list);
    }

    private static void AddDistance(FunctionList list, string name, string type, DistanceFunction distance) =>
        list.Add($"{name}({type}, {type}) double", (arguments, _) => new DistanceNode(arguments[0], arguments[1], distance), distance: distance);

    private static void AddSquared(FunctionList list, string type) => list.Add(
        $"{type}_l2_squared_distance({type}, {type}) double",
        (arguments, result) => new FunctionNode<double, double>(new DistanceNode(arguments[0], arguments[1], DistanceFunction.L2), result, x => x * x));

    private static void AddComparisons(FunctionList list, string type)
    {
        (string Suffix, Expressions.ComparisonKind Kind)[] kinds =
        [
            ("lt", Expressions.ComparisonKind.Less), ("le", Expressions.ComparisonKind.LessOrEqual), ("eq", Expressions.ComparisonKind.Equal),
            ("ne", Expressions.ComparisonKind.NotEqual), ("ge", Expressions.ComparisonKind.GreaterOrEqual), ("gt", Expressions.ComparisonKind.Greater),
        ];
        foreach (var (suffix, kind) in kinds)
            list.Add($"{type}_{suffix}({type}, {type}) boolean", (arguments, _) => ComparisonNodes.Create(kind, arguments[0], arguments[1]), comparison: kind);
        list.Add($"{type}_cmp({type}, {type}) integer", V((_, a) => Value.Of(Math.Sign(ValueComparer.Instance.Compare(a[0], a[1])))));
    }

    private static void AddArithmetic(FunctionList list)
    {
        list.Add("+(vector, vector) vector", F<float[], float[], float[]>((x, y) => Combine(x, y, VectorArithmetic.Add, checkUnderflow: false)));
        list.Add("-(vector, vector) vector", F<float[], float[], float[]>((x, y) => Combine(x, y, VectorArithmetic.Subtract, checkUnderflow: false)));
        list.Add("*(vector, vector) vector", F<float[], float[], float[]>((x, y) => Combine(x, y, VectorArithmetic.Multiply, checkUnderflow: true)));
        list.Add("+(halfvec, halfvec) halfvec", F<Half[], Half[], Half[]>((x, y) => Combine(x, y, VectorArithmetic.Add, checkUnderflow: false)));
        list.Add("-(halfvec, halfvec) halfvec", F<Half[], Half[], Half[]>((x, y) => Combine(x, y, VectorArithmetic.Subtract, checkUnderflow: false)));
        list.Add("*(halfvec, halfvec) halfvec", F<Half[], Half[], Half[]>((x, y) => Combine(x, y, VectorArithmetic.Multiply, checkUnderflow: true)));
        list.Add("||(vector, vector) vector", F<float[], float[], float[]>((x, y) => Concat(x, y, SqlType.Vector)));
        list.Add("||(halfvec, halfvec) halfvec", F<Half[], Half[], Half[]>((x, y) => Concat(x, y, SqlType.HalfVec)));
    }

    private static void AddShape(FunctionList list)
    {
        list.Add("vector_dims(vector) integer", F<float[], int>(x => x.Length));
        list.Add("vector_dims(halfvec) integer", F<Half[], int>(x => x.Length));
        list.Add("vector_norm(vector) double", F<float[], double>(x => FloatKernels.Norm(x)));
        list.Add("l2_norm(vector) double", F<float[], double>(x => FloatKernels.Norm(x)));
        list.Add("l2_norm(halfvec) double", F<Half[], double>(x => HalfKernels.Norm(x)));
        list.Add("l2_norm(sparsevec) double", F<SparseVector, double>(x => FloatKernels.Norm(x.Values)));
        list.Add("l2_normalize(vector) vector", F<float[], float[]>(Normalize));
        list.Add("l2_normalize(halfvec) halfvec", F<Half[], Half[]>(Normalize));
        list.Add("l2_normalize(sparsevec) sparsevec", F<SparseVector, SparseVector>(Normalize));
        list.Add("binary_quantize(vector) bit", F<float[], BitString>(Quantize));
        list.Add("binary_quantize(halfvec) bit", F<Half[], BitString>(x => Quantize(Array.ConvertAll(x, half => (float)half))));
        list.Add("subvector(vector, integer, integer) vector", F<float[], int, int, float[]>((x, start, count) => Subvector(x, start, count, SqlType.Vector)));
        list.Add("subvector(halfvec, integer, integer) halfvec", F<Half[], int, int, Half[]>((x, start, count) => Subvector(x, start, count, SqlType.HalfVec)));
    }

    private delegate void ElementOperation<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination);

    private static float[] Combine(float[] x, float[] y, ElementOperation<float> operation, bool checkUnderflow)
    {
        VectorErrors.CheckSame("vector", x.Length, y.Length);
        var result = new float[x.Length];
        operation(x, y, result);
        if (!VectorArithmetic.AllFinite((ReadOnlySpan<float>)result))
            throw NumericErrors.Overflow();
        for (var i = 0; checkUnderflow && i < result.Length; i++)
            if (result[i] == 0 && x[i] != 0 && y[i] != 0)
                throw NumericErrors.Underflow();
        return result;
    }

    private static Half[] Combine(Half[] x, Half[] y, ElementOperation<Half> operation, bool checkUnderflow)
    {
        VectorErrors.CheckSame("halfvec", x.Length, y.Length);
        var result = new Half[x.Length];
        operation(x, y, result);
        if (!VectorArithmetic.AllFinite((ReadOnlySpan<Half>)result))
            throw NumericErrors.Overflow();
        for (var i = 0; checkUnderflow && i < result.Length; i++)
            if (result[i] == Half.Zero && x[i] != Half.Zero && y[i] != Half.Zero)
                throw NumericErrors.Underflow();
        return result;
    }

    private static T[] Concat<T>(T[] x, T[] y, SqlType type)
    {
        VectorText.CheckDimensions(type, x.Length + y.Length);
        return [.. x, .. y];
    }

    private static float[] Normalize(float[] x)
    {
        var result = new float[x.Length];
        FloatKernels.Normalize(x, result);
        return VectorArithmetic.AllFinite((ReadOnlySpan<float>)result) ? result : throw NumericErrors.Overflow();
    }

    private static Half[] Normalize(Half[] x)
    {
        var result = new Half[x.Length];
        HalfKernels.Normalize(x, result);
        return VectorArithmetic.AllFinite((ReadOnlySpan<Half>)result) ? result : throw NumericErrors.Overflow();
    }

    private static SparseVector Normalize(SparseVector x)
    {
        var values = Normalize(x.Values.ToArray());

        // Elements that became zero are no elements any more.
        var kept = new List<(int Index, float Value)>(values.Length);
        for (var i = 0; i < values.Length; i++)
            if (values[i] != 0)
                kept.Add((x.Indices[i], values[i]));
        return new SparseVector(x.Dimensions, [.. kept.Select(element => element.Index)], [.. kept.Select(element => element.Value)]);
    }

    private static BitString Quantize(float[] x)
    {
        var bits = new byte[BitString.ByteCount(x.Length)];
        BitKernels.Quantize(x, bits);
        return new BitString(x.Length, bits);
    }

    // 1-based like substring: a start below 1 eats into the count.
    private static T[] Subvector<T>(T[] x, int start, int count, SqlType type)
    {
        if (count < 1)
            throw new VectorDbException(SqlStates.DataException, $"{type.Name} must have at least 1 dimension");
        var end = start > x.Length - count ? x.Length + 1L : (long)start + count;
        var from = Math.Max(start, 1L);
        return from > x.Length || end <= from
            ? throw new VectorDbException(SqlStates.DataException, $"{type.Name} must have at least 1 dimension")
            : x[(int)(from - 1)..(int)(end - 1)];
    }
}
