namespace VectorData.Index.Hnsw;

/// <summary>How an HNSW graph is built, with pgvector's names, bounds and defaults.</summary>
public sealed record HnswOptions
{
    public const int MinM = 2;
    public const int MaxM = 100;
    public const int MinEfConstruction = 4;
    public const int MaxEfConstruction = 1000;
    public const int MinEfSearch = 1;
    public const int MaxEfSearch = 1000;
    public const int DefaultEfSearch = 40;

    public static readonly HnswOptions Default = new();

    /// <summary>Links per node and layer; layer 0 has twice as many.</summary>
    public int M { get; init; } = 16;

    /// <summary>Width of the beam that looks for a new node's neighbours.</summary>
    public int EfConstruction { get; init; } = 64;

    /// <summary>Seed of the level generator: the same seed and order of inserts on one thread give the same graph.</summary>
    public ulong Seed { get; init; } = 20_180_814;

    /// <summary>Throws <see cref="ArgumentException"/> with pgvector's message when a value is out of bounds.</summary>
    public void Validate()
    {
        if (M is < MinM or > MaxM)
            throw new ArgumentException($"value {M} out of bounds for option \"m\"");
        if (EfConstruction is < MinEfConstruction or > MaxEfConstruction)
            throw new ArgumentException($"value {EfConstruction} out of bounds for option \"ef_construction\"");
        if (EfConstruction < 2 * M)
            throw new ArgumentException("ef_construction must be greater than or equal to 2 * m");
    }
}
