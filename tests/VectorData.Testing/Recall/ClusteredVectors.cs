namespace VectorData.Testing.Recall;

/// <summary>Random vectors around random centres, as embeddings lie: a search must find its way between clusters.</summary>
public static class ClusteredVectors
{
    /// <summary>Rows of <paramref name="dimensions"/> floats, row-major, scaled so that norms differ.</summary>
    public static float[] Floats(Random random, int rows, int dimensions, int clusters, double spread = 0.35)
    {
        var centres = new float[clusters * dimensions];
        for (var i = 0; i < centres.Length; i++)
            centres[i] = (float)Gauss(random);
        var values = new float[rows * dimensions];
        for (var row = 0; row < rows; row++)
        {
            var centre = centres.AsSpan(random.Next(clusters) * dimensions, dimensions);
            var scale = (float)(0.5 + random.NextDouble());
            for (var d = 0; d < dimensions; d++)
                values[(row * dimensions) + d] = scale * (centre[d] + (float)(spread * Gauss(random)));
        }

        return values;
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
