using VectorData.Core.Values;
using VectorData.Query.Binding.Queries;

namespace VectorData.Query.Execution.Operators;

/// <summary>One execution of a join: one side is held in memory (build), the other streams by (probe).</summary>
internal sealed class JoinRun(JoinPlan plan, bool buildLeft, OperatorContext context)
{
    private readonly List<int> _probeRows = [];
    private readonly List<int> _buildRows = [];
    private bool[] _matchedBuild = [];
    private bool[] _matchedProbe = [];
    private int[] _identity = [];

    private bool IsSemiOrAnti => plan.Spec.Kind is BoundJoinKind.Semi or BoundJoinKind.Anti;

    // Which unmatched (or, for semi joins, matched) rows are given out at the end of a batch and of everything.
    private bool KeepsProbe => plan.Spec.Kind == BoundJoinKind.Full || (!buildLeft && plan.Spec.Kind is BoundJoinKind.Left or BoundJoinKind.Semi or BoundJoinKind.Anti);

    private bool KeepsBuild => plan.Spec.Kind == BoundJoinKind.Full || (buildLeft && plan.Spec.Kind is BoundJoinKind.Left or BoundJoinKind.Semi or BoundJoinKind.Anti);

    public IEnumerable<Batch> Run(Operator build, Operator probe)
    {
        var rows = Batches.Collect(build, buildLeft ? plan.Spec.Left : plan.Spec.Right, context);
        if (rows.Length == 0 && (plan.Spec.Kind is BoundJoinKind.Inner or BoundJoinKind.Semi || (buildLeft && plan.Spec.Kind != BoundJoinKind.Full)))
            yield break;
        var table = plan.LeftKeys.Length == 0 ? null : new JoinTable(rows, buildLeft ? plan.LeftKeys : plan.RightKeys, context.Evaluation);
        _matchedBuild = KeepsBuild ? new bool[rows.Length] : [];
        while (probe.Next() is { } batch)
        {
            if (KeepsProbe)
                _matchedProbe = new bool[batch.Length];
            foreach (var pairs in table is null ? CrossPairs(batch, rows) : KeyPairs(batch, table))
                yield return pairs;
            if (KeepsProbe && Unmatched(batch) is { } rest)
                yield return rest;
        }

        if (KeepsBuild)
            foreach (var rest in Batches.Slices(UnmatchedBuild(rows)))
                yield return rest;
    }

    private IEnumerable<Batch> KeyPairs(Batch batch, JoinTable table)
    {
        var keys = Batches.Evaluate(buildLeft ? plan.RightKeys : plan.LeftKeys, batch, context.Evaluation);
        var rows = JoinTable.WithoutNulls(keys, batch);
        var first = new int[rows.Length];
        table.Find(keys, rows, first);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var row = first[i]; row >= 0; row = table.Next(row))
            {
                _probeRows.Add(rows[i]);
                _buildRows.Add(row);
                if (plan.Residual is null && IsSemiOrAnti && !KeepsBuild)
                    break;
            }

            if (_probeRows.Count >= Batches.Rows && Flush(batch, table.Rows) is { } full)
                yield return full;
        }

        if (Flush(batch, table.Rows) is { } rest)
            yield return rest;
    }

    private IEnumerable<Batch> CrossPairs(Batch batch, Batch rows)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            for (var row = 0; row < rows.Length; row++)
            {
                _probeRows.Add(batch.RowAt(i));
                _buildRows.Add(row);
                if (plan.Residual is null && IsSemiOrAnti && !KeepsBuild)
                    break;
                if (_probeRows.Count >= Batches.Rows && Flush(batch, rows) is { } full)
                    yield return full;
            }
        }

        if (Flush(batch, rows) is { } rest)
            yield return rest;
    }

    // Tests the gathered pairs, notes matches, and gives the pairs out where the join gives pairs.
    private Batch? Flush(Batch probe, Batch build)
    {
        if (_probeRows.Count == 0)
            return null;
        context.ThrowIfCancelled();
        var probeRows = _probeRows.ToArray();
        var buildRows = _buildRows.ToArray();
        _probeRows.Clear();
        _buildRows.Clear();
        if (plan.Residual is null && IsSemiOrAnti)
        {
            Note(probeRows, buildRows, new Batch([], probeRows.Length));
            return null;
        }

        var probeColumns = ColumnGather.GatherAll(probe.Columns, probeRows).Columns;
        var buildColumns = ColumnGather.GatherAll(build.Columns, buildRows).Columns;
        var pairs = new Batch(buildLeft ? [.. buildColumns, .. probeColumns] : [.. probeColumns, .. buildColumns], probeRows.Length);
        if (plan.Residual is not null)
            pairs = plan.Residual.Select(pairs, context.Evaluation);
        Note(probeRows, buildRows, pairs);
        return IsSemiOrAnti || pairs.Count == 0 ? null : pairs;
    }

    private void Note(int[] probeRows, int[] buildRows, Batch pairs)
    {
        for (var i = 0; i < pairs.Count; i++)
        {
            var pair = pairs.RowAt(i);
            if (KeepsProbe)
                _matchedProbe[probeRows[pair]] = true;
            if (KeepsBuild)
                _matchedBuild[buildRows[pair]] = true;
        }
    }

    private Batch? Unmatched(Batch batch)
    {
        var rows = ColumnGather.Rows(batch, ref _identity).ToArray();
        var wanted = Array.FindAll(rows, row => _matchedProbe[row] == (plan.Spec.Kind == BoundJoinKind.Semi));
        if (wanted.Length == 0)
            return null;
        if (IsSemiOrAnti)
            return batch.Select(wanted);
        var other = buildLeft ? plan.Spec.Left : plan.Spec.Right;
        return Padded(ColumnGather.GatherAll(batch.Columns, wanted), other, paddedFirst: buildLeft);
    }

    private Batch UnmatchedBuild(Batch rows)
    {
        var wanted = new List<int>();
        for (var row = 0; row < rows.Length; row++)
            if (_matchedBuild[row] == (plan.Spec.Kind == BoundJoinKind.Semi))
                wanted.Add(row);
        var found = ColumnGather.GatherAll(rows.Columns, wanted.ToArray());
        return IsSemiOrAnti ? found : Padded(found, buildLeft ? plan.Spec.Right : plan.Spec.Left, paddedFirst: !buildLeft);
    }

    private static Batch Padded(Batch rows, PlanNode other, bool paddedFirst)
    {
        var nulls = Array.ConvertAll(other.Types, type => ColumnGather.AllNull(type, rows.Length));
        return new Batch(paddedFirst ? [.. nulls, .. rows.Columns] : [.. rows.Columns, .. nulls], rows.Length);
    }
}
