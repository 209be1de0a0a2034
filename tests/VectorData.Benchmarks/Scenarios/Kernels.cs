using System.Numerics.Tensors;
using VectorData.Numerics;

namespace VectorData.Benchmarks.Scenarios;

/// <summary>Distance kernels against those of System.Numerics.Tensors: one query, rows in the first-level cache.</summary>
internal static class Kernels
{
    private const int Passes = 20_000;

    public static void Run(Report report)
    {
        foreach (var dimensions in (int[])[100, 192, 784])
        {
            var rowCount = Math.Max(4, 24_000 / (dimensions * sizeof(float)) / 4 * 4);
            var query = Floats(1, dimensions);
            var rows = Floats(rowCount, dimensions);
            var halfQuery = Array.ConvertAll(query, x => (Half)x);
            var halfRows = Array.ConvertAll(rows, x => (Half)x);
            var distances = new float[rowCount];
            report.Compare(
                $"inner product, float, {dimensions} dimensions",
                "distances",
                7,
                ("TensorPrimitives.Dot", () => Each(rowCount, r => TensorPrimitives.Dot(query, rows.AsSpan(r * dimensions, dimensions)))),
                ("one pair", () => Each(rowCount, r => FloatKernels.InnerProduct(query, rows.AsSpan(r * dimensions, dimensions)))),
                ("row block", () => Blocks(rowCount, () => FloatKernels.InnerProduct(query, rows, dimensions, distances))));
            report.Compare(
                $"squared L2, float, {dimensions} dimensions",
                "distances",
                7,
                ("TensorPrimitives.Distance", () => Each(rowCount, r => TensorPrimitives.Distance<float>(query, rows.AsSpan(r * dimensions, dimensions)))),
                ("one pair", () => Each(rowCount, r => FloatKernels.L2Squared(query, rows.AsSpan(r * dimensions, dimensions)))),
                ("row block", () => Blocks(rowCount, () => FloatKernels.L2Squared(query, rows, dimensions, distances))));
            report.Compare(
                $"inner product, Half, {dimensions} dimensions",
                "distances",
                7,
                ("TensorPrimitives.Dot", () => Each(rowCount, r => (float)TensorPrimitives.Dot<Half>(halfQuery, halfRows.AsSpan(r * dimensions, dimensions)))),
                ("one pair", () => Each(rowCount, r => HalfKernels.InnerProduct(halfQuery, halfRows.AsSpan(r * dimensions, dimensions)))));
        }
    }

    private static long Each(int rowCount, Func<int, float> distance)
    {
        var sum = 0f;
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var row = 0; row < rowCount; row++)
                sum += distance(row);
        }

        GC.KeepAlive(sum);
        return (long)Passes * rowCount;
    }

    private static long Blocks(int rowCount, Action block)
    {
        for (var pass = 0; pass < Passes; pass++)
            block();
        return (long)Passes * rowCount;
    }

    private static float[] Floats(int rows, int dimensions)
    {
        var random = new Random(5);
        var values = new float[rows * dimensions];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)random.NextDouble();
        return values;
    }
}
