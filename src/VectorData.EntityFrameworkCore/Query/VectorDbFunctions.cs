#pragma warning disable IDE0130 // what users write in queries is found beside EF Core's own
using System.Collections;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Functions of vectors in queries, under <c>EF.Functions</c>.</summary>
public static class VectorDbFunctions
{
    /// <summary>The number of dimensions: <c>vector_dims</c>.</summary>
    public static int VectorDimensions(this DbFunctions functions, float[] vector) => throw OnClient(nameof(VectorDimensions));

    /// <summary>The Euclidean length: <c>l2_norm</c>.</summary>
    public static double VectorNorm(this DbFunctions functions, float[] vector) => throw OnClient(nameof(VectorNorm));

    /// <summary>The vector at length one: <c>l2_normalize</c>.</summary>
    public static float[] Normalize(this DbFunctions functions, float[] vector) => throw OnClient(nameof(Normalize));

    /// <summary><paramref name="count"/> elements from <paramref name="start"/>, counted from 1: <c>subvector</c>.</summary>
    public static float[] Subvector(this DbFunctions functions, float[] vector, int start, int count) => throw OnClient(nameof(Subvector));

    /// <summary>A bit for each element, set where it is positive: <c>binary_quantize</c>.</summary>
    public static BitArray BinaryQuantize(this DbFunctions functions, float[] vector) => throw OnClient(nameof(BinaryQuantize));

    private static InvalidOperationException OnClient(string name) => new(CoreStrings.FunctionOnClient(name));
}
