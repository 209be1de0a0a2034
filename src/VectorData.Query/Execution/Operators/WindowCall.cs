using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Operators;

/// <summary>A compiled call of a window function.</summary>
internal sealed class WindowCall
{
    private readonly BoundWindowColumn _column;
    private readonly CompiledExpression[] _arguments;
    private readonly AggregateCall? _aggregate;
    private readonly RowCount _startOffset;
    private readonly RowCount _endOffset;

    public WindowCall(BoundWindowColumn column, SlotLayout layout)
    {
        _column = column;
        _arguments = [.. column.Arguments.Select(argument => ExpressionCompiler.Compile(argument, layout))];
        _aggregate = column.Aggregate is null ? null : new AggregateCall(column.Aggregate, layout);
        _startOffset = new RowCount(column.Frame.StartOffset, RowCountKind.FrameStart);
        _endOffset = new RowCount(column.Frame.EndOffset, RowCountKind.FrameEnd);
    }

    /// <summary>A value for each of the sorted rows.</summary>
    public ColumnVector Evaluate(WindowRows rows, OperatorContext context)
    {
        var arguments = Batches.Evaluate(_arguments, rows.Rows, context.Evaluation);
        return _column.Function switch
        {
            WindowFunction.RowNumber => Numbers(rows, row => row - rows.PartitionStarts[row] + 1),
            WindowFunction.Rank => Numbers(rows, row => rows.PeerStarts[row] - rows.PartitionStarts[row] + 1),
            WindowFunction.DenseRank => DenseRank(rows),
            WindowFunction.PercentRank => Shares(rows, row => rows.PartitionEnds[row] - rows.PartitionStarts[row] is var count and > 1
                ? (rows.PeerStarts[row] - rows.PartitionStarts[row]) / (double)(count - 1) : 0),
            WindowFunction.CumeDist => Shares(rows, row =>
                (rows.PeerEnds[row] - rows.PartitionStarts[row]) / (double)(rows.PartitionEnds[row] - rows.PartitionStarts[row])),
            WindowFunction.Ntile => Ntile(rows, arguments[0]),
            WindowFunction.Lag => Shift(rows, arguments, -1),
            WindowFunction.Lead => Shift(rows, arguments, 1),
            WindowFunction.FirstValue => Pick(rows, arguments, context, (start, end, _) => start < end ? start : -1),
            WindowFunction.LastValue => Pick(rows, arguments, context, (start, end, _) => start < end ? end - 1 : -1),
            WindowFunction.NthValue => Pick(rows, arguments, context, (start, end, row) => Nth(arguments[1], start, end, row)),
            _ => Aggregate(rows, context),
        };
    }

    private static FixedColumn<long> Numbers(WindowRows rows, Func<int, long> number)
    {
        var values = new long[rows.Length];
        for (var row = 0; row < values.Length; row++)
            values[row] = number(row);
        return new FixedColumn<long>(SqlType.BigInt, values);
    }

    private static FixedColumn<double> Shares(WindowRows rows, Func<int, double> share)
    {
        var values = new double[rows.Length];
        for (var row = 0; row < values.Length; row++)
            values[row] = share(row);
        return new FixedColumn<double>(SqlType.Double, values);
    }

    private static FixedColumn<long> DenseRank(WindowRows rows)
    {
        var values = new long[rows.Length];
        for (var row = 0; row < values.Length; row++)
            values[row] = row == rows.PartitionStarts[row] ? 1 : values[row - 1] + (rows.PeerStarts[row] == row ? 1 : 0);
        return new FixedColumn<long>(SqlType.BigInt, values);
    }

    private static ColumnVector Ntile(WindowRows rows, ColumnVector buckets)
    {
        var builder = ColumnBuilder.For(SqlType.Integer, rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            var start = rows.PartitionStarts[row];
            if (buckets.IsNull(start))
            {
                builder.AppendNull();
                continue;
            }

            var count = buckets.GetValue(start).AsInt64();
            if (count <= 0)
                throw new VectorDbException(SqlStates.InvalidArgumentForNtile, "argument of ntile must be greater than zero");
            // The first (size mod count) buckets have one row more.
            var size = rows.PartitionEnds[row] - start;
            var (small, larger) = (size / count, size % count);
            var at = row - start;
            var bucket = at < larger * (small + 1) ? at / (small + 1) : larger + ((at - (larger * (small + 1))) / Math.Max(1, small));
            builder.Append(Value.Of((int)bucket + 1));
        }

        return builder.Build();
    }

    private ColumnVector Shift(WindowRows rows, ColumnVector[] arguments, int direction)
    {
        var builder = ColumnBuilder.For(_column.Column.Type, rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            var offset = arguments.Length < 2 ? 1 : arguments[1].GetValue(row) is { IsNull: false } value ? value.AsInt64() : (long?)null;
            if (offset is null)
            {
                builder.AppendNull();
                continue;
            }

            var other = row + (direction * offset.Value);
            if (other >= rows.PartitionStarts[row] && other < rows.PartitionEnds[row])
                builder.Append(arguments[0].GetValue((int)other));
            else if (arguments.Length > 2)
                builder.Append(arguments[2].GetValue(row));
            else
                builder.AppendNull();
        }

        return builder.Build();
    }

    private static int Nth(ColumnVector numbers, int start, int end, int row)
    {
        if (numbers.IsNull(row))
            return -1;
        var number = numbers.GetValue(row).AsInt64();
        if (number <= 0)
            throw new VectorDbException(SqlStates.InvalidParameterValue, "argument of nth_value must be greater than zero");
        return number <= end - start ? start + (int)number - 1 : -1;
    }

    private ColumnVector Pick(WindowRows rows, ColumnVector[] arguments, OperatorContext context, Func<int, int, int, int> pick)
    {
        var frames = Frames(rows, context);
        var picked = new int[rows.Length];
        for (var row = 0; row < picked.Length; row++)
            picked[row] = pick(frames[row].Start, frames[row].End, row);
        return ColumnGather.Gather(arguments[0], picked);
    }

    private (int Start, int End)[] Frames(WindowRows rows, OperatorContext context)
    {
        var startOffset = _startOffset.Evaluate(context.Evaluation) ?? 0;
        var endOffset = _endOffset.Evaluate(context.Evaluation) ?? 0;
        var frames = new (int, int)[rows.Length];
        for (var row = 0; row < frames.Length; row++)
        {
            var start = Math.Max(rows.PartitionStarts[row], Edge(rows, row, _column.Frame.Start, startOffset, isEnd: false));
            var end = Math.Min(rows.PartitionEnds[row], Edge(rows, row, _column.Frame.End, endOffset, isEnd: true));
            frames[row] = ((int)start, (int)Math.Max(start, end));
        }

        return frames;
    }

    // The first row of the frame, or the row after its last.
    private long Edge(WindowRows rows, int row, FrameBoundKind kind, long offset, bool isEnd)
    {
        switch (kind)
        {
            case FrameBoundKind.UnboundedPreceding:
                return rows.PartitionStarts[row];
            case FrameBoundKind.UnboundedFollowing:
                return rows.PartitionEnds[row];
            case FrameBoundKind.CurrentRow:
                return _column.Frame.Unit == FrameUnit.Rows ? row + (isEnd ? 1 : 0) : isEnd ? rows.PeerEnds[row] : rows.PeerStarts[row];
            default:
                var direction = kind == FrameBoundKind.Preceding ? -1 : 1;
                return _column.Frame.Unit == FrameUnit.Rows ? row + (direction * offset) + (isEnd ? 1 : 0) : Groups(rows, row, direction, offset, isEnd);
        }
    }

    private static long Groups(WindowRows rows, int row, int direction, long offset, bool isEnd)
    {
        var (start, end) = (rows.PeerStarts[row], rows.PeerEnds[row]);
        for (; offset > 0; offset--)
        {
            var next = direction < 0 ? start - 1 : end;
            if (next < rows.PartitionStarts[row] || next >= rows.PartitionEnds[row])
                return direction < 0 ? (isEnd ? rows.PartitionStarts[row] : rows.PartitionStarts[row]) : rows.PartitionEnds[row];
            (start, end) = (rows.PeerStarts[next], rows.PeerEnds[next]);
        }

        return isEnd ? end : start;
    }

    private ColumnVector Aggregate(WindowRows rows, OperatorContext context)
    {
        var frames = Frames(rows, context);
        return _column.Frame.Start == FrameBoundKind.UnboundedPreceding && _aggregate!.OrderBy.Length == 0
            ? Running(rows, frames, context)
            : Framed(rows, frames, context);
    }

    // Frames that only grow within a partition: each row adds what is new and reads the value so far.
    private ColumnVector Running(WindowRows rows, (int Start, int End)[] frames, OperatorContext context)
    {
        var builder = ColumnBuilder.For(_column.Column.Type, rows.Length);
        AggregateRun? run = null;
        ColumnVector? value = null;
        var end = 0;
        for (var row = 0; row < frames.Length; row++)
        {
            if ((row & 0xFFF) == 0)
                context.ThrowIfCancelled();
            if (run is null || rows.PartitionStarts[row] == row)
            {
                run = _aggregate!.Start();
                value = null;
                end = row;
            }

            if (frames[row].End > end)
            {
                run.Add(ColumnGather.Slice(rows.Rows, end, frames[row].End - end), default, 1, context.Evaluation);
                end = frames[row].End;
                value = null;
            }

            value ??= run.Finish(1, context.Evaluation);
            builder.AppendFrom(value, 0);
        }

        return builder.Build();
    }

    // Rows with the same frame share one group of the aggregate.
    private ColumnVector Framed(WindowRows rows, (int Start, int End)[] frames, OperatorContext context)
    {
        var groups = new int[rows.Length];
        var distinct = new List<(int Start, int End)>();
        for (var row = 0; row < rows.Length; row++)
        {
            if (row == 0 || frames[row] != frames[row - 1])
                distinct.Add(frames[row]);
            groups[row] = distinct.Count - 1;
        }

        var run = _aggregate!.Start();
        var members = new List<int>();
        var numbers = new List<int>();
        for (var group = 0; group < distinct.Count; group++)
        {
            for (var row = distinct[group].Start; row < distinct[group].End; row++)
            {
                members.Add(row);
                numbers.Add(group);
            }

            if (members.Count < Batches.Rows && group + 1 < distinct.Count)
                continue;
            context.ThrowIfCancelled();
            run.Add(ColumnGather.GatherAll(rows.Rows.Columns, members.ToArray()), numbers.ToArray(), distinct.Count, context.Evaluation);
            members.Clear();
            numbers.Clear();
        }

        return rows.Length == 0 ? ColumnBuilder.For(_column.Column.Type).Build() : ColumnGather.Gather(run.Finish(distinct.Count, context.Evaluation), groups);
    }
}
