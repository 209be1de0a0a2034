#pragma warning disable IDE0130 // what users write in models and queries is found beside EF Core's own
namespace Microsoft.EntityFrameworkCore;

/// <summary>Distances of vectors, by the operators of SQL.</summary>
public enum VectorDistance
{
    /// <summary>Euclidean, <c>&lt;-&gt;</c>.</summary>
    L2,

    /// <summary>Negative inner product, <c>&lt;#&gt;</c>: the nearest has the largest inner product.</summary>
    InnerProduct,

    /// <summary>One minus the cosine of the angle, <c>&lt;=&gt;</c>.</summary>
    Cosine,

    /// <summary>Sum of the absolute differences (taxicab), <c>&lt;+&gt;</c>.</summary>
    L1,

    /// <summary>Number of differing bits, <c>&lt;~&gt;</c>.</summary>
    Hamming,

    /// <summary>One minus common bits by bits set in either, <c>&lt;%&gt;</c>.</summary>
    Jaccard,
}
