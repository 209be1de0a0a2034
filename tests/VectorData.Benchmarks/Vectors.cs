namespace VectorData.Benchmarks;

/// <summary>Reproducible vectors.</summary>
internal static class Vectors
{
    /// <summary><paramref name="count"/> vectors, uniform in -1..1, from a fixed seed.</summary>
    public static float[][] Random(int count, int dimensions, int seed = 42)
    {
        var random = new Random(seed);
        var vectors = new float[count][];
        for (var i = 0; i < count; i++)
        {
            vectors[i] = new float[dimensions];
            for (var j = 0; j < dimensions; j++)
                vectors[i][j] = (random.NextSingle() * 2) - 1;
        }

        return vectors;
    }
}
