namespace VectorData.Numerics;

/// <summary>What a vector search orders by. Values are part of the index file format.</summary>
public enum VectorMetric
{
    /// <summary>Euclidean distance, operator <c>&lt;-&gt;</c>.</summary>
    L2 = 1,

    /// <summary>Negative inner product, operator <c>&lt;#&gt;</c>.</summary>
    InnerProduct = 2,

    /// <summary>1 - cosine similarity, operator <c>&lt;=&gt;</c>.</summary>
    Cosine = 3,

    /// <summary>Taxicab distance, operator <c>&lt;+&gt;</c>.</summary>
    L1 = 4,

    /// <summary>Number of differing bits, operator <c>&lt;~&gt;</c>.</summary>
    Hamming = 5,

    /// <summary>1 - |a and b| / |a or b| over bits, operator <c>&lt;%&gt;</c>.</summary>
    Jaccard = 6,
}
