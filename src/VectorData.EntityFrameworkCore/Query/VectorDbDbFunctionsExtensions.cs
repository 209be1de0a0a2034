#pragma warning disable IDE0130 // what users write in queries is found beside EF Core's own
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Patterns and statistics in queries, under <c>EF.Functions</c>.</summary>
public static class VectorDbDbFunctionsExtensions
{
    /// <summary>LIKE without regard to case; the escape character is <c>\</c>.</summary>
    public static bool ILike(this DbFunctions functions, string? matchExpression, string? pattern) => throw OnClient(nameof(ILike));

    /// <summary>LIKE without regard to case.</summary>
    public static bool ILike(this DbFunctions functions, string? matchExpression, string? pattern, string escapeCharacter) => throw OnClient(nameof(ILike));

    /// <summary>The standard deviation of a sample: <c>stddev_samp</c>.</summary>
    public static double? StandardDeviationSample(this DbFunctions functions, IEnumerable<double> values) => throw OnClient(nameof(StandardDeviationSample));

    /// <summary>The standard deviation of a population: <c>stddev_pop</c>.</summary>
    public static double? StandardDeviationPopulation(this DbFunctions functions, IEnumerable<double> values) => throw OnClient(nameof(StandardDeviationPopulation));

    /// <summary>The variance of a sample: <c>var_samp</c>.</summary>
    public static double? VarianceSample(this DbFunctions functions, IEnumerable<double> values) => throw OnClient(nameof(VarianceSample));

    /// <summary>The variance of a population: <c>var_pop</c>.</summary>
    public static double? VariancePopulation(this DbFunctions functions, IEnumerable<double> values) => throw OnClient(nameof(VariancePopulation));

    private static InvalidOperationException OnClient(string name) => new(CoreStrings.FunctionOnClient(name));
}
