using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Planning;

/// <summary>Prints plans as EXPLAIN does.</summary>
internal static class PlanText
{
    /// <summary>The plan's tree, a line each; with what was measured when <paramref name="trace"/> is given.</summary>
    public static IReadOnlyList<string> Write(PhysicalPlan plan, PlanTrace? trace = null) => throw new NotImplementedException();
}
