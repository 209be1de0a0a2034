namespace VectorData.Testing.Recall;

/// <summary>Fashion-MNIST as float vectors of 784 dimensions, row after row, with the labels of the base rows.</summary>
public sealed record FashionMnist(float[] Base, byte[] BaseLabels, float[] Queries, byte[] QueryLabels)
{
    public const int Dimensions = 784;

    public int BaseCount => Base.Length / Dimensions;

    public int QueryCount => Queries.Length / Dimensions;

    public ReadOnlySpan<float> BaseVector(int row) => Base.AsSpan(row * Dimensions, Dimensions);

    public ReadOnlySpan<float> Query(int row) => Queries.AsSpan(row * Dimensions, Dimensions);

    /// <summary>The sample in the repository: up to 10,000 base rows and 1,000 queries.</summary>
    public static FashionMnist Sample(int baseRows = 10_000, int queries = 1_000)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "tests", "data", "fashion-mnist");
        return Load(folder, "base", "query", baseRows, queries);
    }

    /// <summary>All 60,000 base rows and 10,000 queries from the data folder beside the repository, or null where it is missing.</summary>
    public static FashionMnist? Full()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "..", "shared", "data", "fashion-mnist");
        return Directory.Exists(folder) ? Load(folder, "train", "t10k", int.MaxValue, int.MaxValue) : null;
    }

    private static FashionMnist Load(string folder, string baseName, string queryName, int baseRows, int queries) => new(
        Images(Path.Combine(folder, $"{baseName}-images-idx3-ubyte.gz"), baseRows),
        IdxFile.Read(Path.Combine(folder, $"{baseName}-labels-idx1-ubyte.gz"), baseRows).Bytes,
        Images(Path.Combine(folder, $"{queryName}-images-idx3-ubyte.gz"), queries),
        IdxFile.Read(Path.Combine(folder, $"{queryName}-labels-idx1-ubyte.gz"), queries).Bytes);

    private static float[] Images(string path, int maxItems)
    {
        var (sizes, bytes) = IdxFile.Read(path, maxItems);
        if (sizes is not [_, 28, 28])
            throw new InvalidDataException($"{path}: sizes {string.Join(" x ", sizes)} found, images of 28 x 28 expected");
        return Array.ConvertAll(bytes, b => (float)b);
    }
}
