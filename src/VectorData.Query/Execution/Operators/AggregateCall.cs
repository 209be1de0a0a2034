using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Query.Evaluation.Aggregates;

namespace VectorData.Query.Execution.Operators;

/// <summary>A compiled aggregate call; immutable.</summary>
internal sealed class AggregateCall
{
    private readonly BoundAggregate _aggregate;

    public AggregateCall(BoundAggregate aggregate, SlotLayout layout)
    {
        _aggregate = aggregate;
        Arguments = [.. aggregate.Arguments.Select(argument => ExpressionCompiler.Compile(argument, layout))];
        Filter = aggregate.Filter is null ? null : ExpressionCompiler.CompilePredicate(aggregate.Filter, layout);
        OrderBy = [.. aggregate.OrderBy.Select(order => ExpressionCompiler.Compile(order.Expression, layout))];
        // Groups stand before arguments and keys in the rows that are put off for sorting.
        Keys = [.. aggregate.OrderBy.Select((order, i) => new SortKey(1 + Arguments.Length + i, order.Descending, order.NullsFirst, ColumnOrder.For(order.Expression.Type)))];
    }

    public CompiledExpression[] Arguments { get; }

    public CompiledPredicate? Filter { get; }

    public CompiledExpression[] OrderBy { get; }

    public SortKey[] Keys { get; }

    public bool IsDistinct => _aggregate.Distinct;

    /// <summary>count(*) of all rows.</summary>
    public bool IsPlainCount => _aggregate.Function.IsStar && Filter is null && _aggregate.Function.Name == "count";

    public SqlType[] ArgumentTypes => Array.ConvertAll(Arguments, argument => argument.Type);

    public IAggregateState CreateState() => _aggregate.Function.CreateState(ArgumentTypes, _aggregate.Type);

    public AggregateRun Start() => new(this);
}

/// <summary>An aggregate's work in one execution: FILTER, DISTINCT and ORDER BY before the state sees the rows.</summary>
internal sealed class AggregateRun(AggregateCall call)
{
    private readonly IAggregateState _state = call.CreateState();
    private readonly SelectionBuffer _buffer = new();
    private readonly KeyTable? _distinct = call.IsDistinct ? new KeyTable([SqlType.Integer, .. call.ArgumentTypes]) : null;
    private RowCollector? _sorted;
    private int[] _rows = [];
    private int[] _groups = [];
    private int[] _numbers = [];

    /// <summary>Takes a batch; groups[i] belongs to the i-th row that counts, none when all are group 0.</summary>
    public void Add(Batch batch, ReadOnlySpan<int> groups, int groupCount, EvaluationContext context)
    {
        if (call.Filter is null && _distinct is null && call.OrderBy.Length == 0)
        {
            var arguments = Batches.Evaluate(call.Arguments, batch, context);
            _state.Add(
                new AggregateInput { Arguments = arguments, Length = batch.Length, HasRows = batch.HasSelection, Rows = batch.Selection.Span, Groups = groups },
                groupCount,
                context);
            return;
        }

        var selected = Filter(batch, ref groups, context);
        if (selected.Count == 0)
            return;
        var columns = Batches.Evaluate(call.Arguments, selected, context);
        var rows = ColumnGather.Rows(selected, ref _rows);
        if (_distinct is not null)
            rows = Distinct(columns, rows, groups, out groups);
        if (call.OrderBy.Length > 0)
            PutOff(columns, selected, rows, groups, context);
        else
            _state.Add(new AggregateInput { Arguments = columns, Length = batch.Length, HasRows = true, Rows = rows, Groups = groups }, groupCount, context);
    }

    public ColumnVector Finish(int groupCount, EvaluationContext context)
    {
        if (_sorted is not null)
        {
            var all = _sorted.Take();
            var order = RowSorter.Sort(all, call.Keys);
            var groups = ((FixedColumn<int>)ColumnGather.Gather(all.Columns[0], order)).Values;
            var arguments = new ColumnVector[call.Arguments.Length];
            for (var i = 0; i < arguments.Length; i++)
                arguments[i] = ColumnGather.Gather(all.Columns[1 + i], order);
            _state.Add(new AggregateInput { Arguments = arguments, Length = order.Length, Groups = groups.Span }, groupCount, context);
        }

        return _state.Finish(groupCount);
    }

    private Batch Filter(Batch batch, ref ReadOnlySpan<int> groups, EvaluationContext context)
    {
        if (call.Filter is null)
            return batch;
        var selected = call.Filter.Select(batch, context, _buffer);
        if (groups.IsEmpty || selected.Count == batch.Count)
            return selected;
        if (_groups.Length < selected.Count)
            _groups = new int[batch.Count];
        // Both selections ascend: walk them together to keep each row's group.
        var at = 0;
        for (var i = 0; i < selected.Count; i++)
        {
            while (batch.RowAt(at) != selected.RowAt(i))
                at++;
            _groups[i] = groups[at];
        }

        groups = _groups.AsSpan(0, selected.Count);
        return selected;
    }

    private int[] Distinct(ColumnVector[] arguments, ReadOnlySpan<int> rows, scoped ReadOnlySpan<int> groups, out ReadOnlySpan<int> keptGroups)
    {
        var length = arguments.Length == 0 ? rows.Length : arguments[0].Length;
        var groupOfRow = new int[length];
        for (var i = 0; i < rows.Length && !groups.IsEmpty; i++)
            groupOfRow[rows[i]] = groups[i];
        ColumnVector[] keys = [new FixedColumn<int>(SqlType.Integer, groupOfRow), .. arguments];
        if (_numbers.Length < rows.Length)
            _numbers = new int[rows.Length];
        var known = _distinct!.Count;
        _distinct.FindOrAdd(keys, rows, _numbers.AsSpan(0, rows.Length));
        var kept = new int[_distinct.Count - known];
        var count = 0;
        for (var i = 0; i < rows.Length && count < kept.Length; i++)
            if (_numbers[i] == known + count)
                kept[count++] = rows[i];
        keptGroups = groups.IsEmpty ? default : Array.ConvertAll(kept, row => groupOfRow[row]);
        return kept;
    }

    private void PutOff(ColumnVector[] arguments, Batch batch, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, EvaluationContext context)
    {
        var keys = Batches.Evaluate(call.OrderBy, batch, context);
        var numbers = new int[rows.Length];
        if (!groups.IsEmpty)
            groups.CopyTo(numbers);
        _sorted ??= new RowCollector([SqlType.Integer, .. call.ArgumentTypes, .. call.OrderBy.Select(key => key.Type)]);
        ColumnVector[] all = [.. arguments, .. keys];
        var gathered = ColumnGather.GatherAll(all, rows);
        _sorted.Add(new Batch([new FixedColumn<int>(SqlType.Integer, numbers), .. gathered.Columns], rows.Length));
    }
}
