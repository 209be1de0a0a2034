using VectorData.Core.Values;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Tests.Execution;

/// <summary>What executions allocate.</summary>
public sealed class CostTests
{
    private const int Rows = 200_000;

    [Fact]
    public void A_scan_allocates_for_batches_not_for_rows()
    {
        using var harness = Filled();
        var plan = harness.Plan("SELECT count(*) FROM t WHERE v > 500");
        using var transaction = harness.Engine.Begin();
        harness.Collect(plan, transaction, []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        harness.Collect(plan, transaction, []);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < Rows / 4, $"{allocated} bytes for {Rows} rows");
    }

    [Fact]
    public void A_lookup_by_primary_key_allocates_little()
    {
        using var harness = Filled();
        var plan = harness.Plan("SELECT v, w FROM t WHERE id = $1", Value.Of(1));
        using var transaction = harness.Engine.Begin();
        for (var i = 0; i < 3; i++)
            Lookup();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Lookup();
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.True(allocated < 4096, $"{allocated} bytes a lookup");

        void Lookup()
        {
            var execution = new QueryExecution(transaction, harness.Settings);
            using var root = plan.Open(execution, new EvaluationContext { Parameters = [Value.Of(4711)], Subqueries = execution });
            Assert.Equal(1, root.Next()!.Count);
            Assert.Null(root.Next());
        }
    }

    private static QueryHarness Filled()
    {
        var harness = new QueryHarness();
        harness.Define("CREATE TABLE t (id integer PRIMARY KEY, v integer NOT NULL, w text)");
        harness.Fill("t", $"SELECT i, i % 1000, 'w' || i FROM generate_series(1, {Rows}) i");
        return harness;
    }
}
