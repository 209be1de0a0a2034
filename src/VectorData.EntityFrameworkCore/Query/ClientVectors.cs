namespace VectorData.EntityFrameworkCore.Query;

/// <summary>Aggregates of vectors outside of queries, with SQL's meaning of null: it does not count.</summary>
internal static class ClientVectors
{
    public static float[]? Sum(IEnumerable<float[]?> source) => Add(source, out _);

    public static float[]? Average(IEnumerable<float[]?> source)
    {
        if (Add(source, out var count) is not { } sum)
            return null;
        for (var i = 0; i < sum.Length; i++)
            sum[i] /= count;
        return sum;
    }

    private static float[]? Add(IEnumerable<float[]?> source, out int count)
    {
        count = 0;
        double[]? sum = null;
        foreach (var vector in source)
        {
            if (vector is null)
                continue;
            sum ??= new double[vector.Length];
            if (sum.Length != vector.Length)
                throw new ArgumentException($"vectors of {sum.Length} and {vector.Length} dimensions have no sum; expected all of one length", nameof(source));
            for (var i = 0; i < sum.Length; i++)
                sum[i] += vector[i];
            count++;
        }

        return sum is null ? null : Array.ConvertAll(sum, element => (float)element);
    }
}
