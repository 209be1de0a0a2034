using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>Window functions: all rows sorted by partition and order, then a value for each row from those around it.</summary>
internal sealed class WindowPlan : PlanNode
{
    private readonly PlanNode _input;
    private readonly BoundWindow _window;
    private readonly SortKey[] _partition;
    private readonly SortKey[] _keys;
    private readonly WindowCall[] _calls;

    public WindowPlan(PlanNode input, BoundWindow window)
        : base([.. input.Columns, .. window.Columns.Select(column => column.Column)])
    {
        _input = input;
        _window = window;
        // Keys that are the same for all rows order nothing.
        var partition = window.PartitionBy.OfType<BoundColumn>().Select(column => new BoundOrdering(column, false, false)).ToArray();
        var order = window.OrderBy.Where(ordering => ordering.Expression is BoundColumn).ToArray();
        _partition = SortKey.For(partition, input.Layout);
        _keys = SortKey.For([.. partition, .. order], input.Layout);
        _calls = [.. window.Columns.Select(column => new WindowCall(column, input.Layout))];
    }

    public override IReadOnlyList<PlanNode> Inputs => [_input];

    public override double EstimateRows(OperatorContext context) => _input.EstimateRows(context);

    public override PlanDescription Describe(ExpressionText names) => new PlanDescription("WindowAgg")
        .With("Partition By", _window.PartitionBy.Count == 0 ? null : string.Join(", ", _window.PartitionBy.Select(names.Write)))
        .With("Order By", _window.OrderBy.Count == 0 ? null : names.Orderings(_window.OrderBy));

    protected override Operator Start(OperatorContext context)
    {
        var source = _input.Open(context);
        return new IteratorOperator(Run(source, context), context.CancellationToken, source);
    }

    private IEnumerable<Batch> Run(Operator source, OperatorContext context)
    {
        var all = Batches.Collect(source, _input, context);
        var rows = ColumnGather.GatherAll(all.Columns, RowSorter.Sort(all, _keys));
        var partitions = new WindowRows(rows, Starts(rows, _partition), Starts(rows, _keys));
        var columns = new List<ColumnVector>(rows.Columns);
        foreach (var call in _calls)
        {
            context.ThrowIfCancelled();
            columns.Add(call.Evaluate(partitions, context));
        }

        return Batches.Slices(new Batch([.. columns], rows.Length));
    }

    // For each row the first row that is equal to it in the keys.
    private static int[] Starts(Batch rows, SortKey[] keys)
    {
        var starts = new int[rows.Length];
        for (var row = 1; row < starts.Length; row++)
            starts[row] = keys.Length == 0 || RowSorter.AreTies(rows, keys, row - 1, row) ? starts[row - 1] : row;
        return starts;
    }
}

/// <summary>Sorted rows; for each the first row of its partition and of its peers.</summary>
internal sealed class WindowRows(Batch rows, int[] partitionStarts, int[] peerStarts)
{
    private int[]? _partitionEnds;
    private int[]? _peerEnds;

    public Batch Rows { get; } = rows;

    public int Length => Rows.Length;

    public int[] PartitionStarts { get; } = partitionStarts;

    /// <summary>Peers of the same partition: the keys begin with the partition's.</summary>
    public int[] PeerStarts { get; } = peerStarts;

    /// <summary>For each row the end of its partition, exclusive.</summary>
    public int[] PartitionEnds => _partitionEnds ??= Ends(PartitionStarts);

    public int[] PeerEnds => _peerEnds ??= Ends(PeerStarts);

    private static int[] Ends(int[] starts)
    {
        var ends = new int[starts.Length];
        for (var row = starts.Length - 1; row >= 0; row--)
            ends[row] = row + 1 < starts.Length && starts[row + 1] == starts[row] ? ends[row + 1] : row + 1;
        return ends;
    }
}
