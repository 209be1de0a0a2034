using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

internal enum WindowFunction
{
    Aggregate,
    RowNumber,
    Rank,
    DenseRank,
    PercentRank,
    CumeDist,
    Ntile,
    Lag,
    Lead,
    FirstValue,
    LastValue,
    NthValue,
}

/// <summary>The rows of a partition that a window function sees from a row; offsets are bigint and only with PRECEDING and FOLLOWING.</summary>
internal sealed record BoundFrame(FrameUnit Unit, FrameBoundKind Start, BoundExpression? StartOffset, FrameBoundKind End, BoundExpression? EndOffset)
{
    /// <summary>From the partition's first row to the last peer of the current one.</summary>
    public static BoundFrame Default { get; } = new(FrameUnit.Range, FrameBoundKind.UnboundedPreceding, null, FrameBoundKind.CurrentRow, null);
}

/// <summary>A window function's call and the slot of its value.</summary>
internal sealed record BoundWindowColumn(
    BoundColumn Column, WindowFunction Function, BoundAggregate? Aggregate, BoundList<BoundExpression> Arguments, BoundFrame Frame)
{
    public IEnumerable<BoundExpression> Expressions => Aggregate is null ? Arguments : BoundGrouping.Parts(Aggregate);
}

/// <summary>Window functions that share partitions and their order.</summary>
internal sealed record BoundWindow(BoundList<BoundExpression> PartitionBy, BoundList<BoundOrdering> OrderBy)
{
    public List<BoundWindowColumn> Columns { get; } = [];

    /// <summary>The same window over other expressions.</summary>
    public BoundWindow Rewrite(Func<BoundExpression, BoundExpression> rewrite)
    {
        BoundList<BoundOrdering> Keys(BoundList<BoundOrdering> keys) => [.. keys.Select(key => key with { Expression = rewrite(key.Expression) })];
        var other = new BoundWindow([.. PartitionBy.Select(rewrite)], Keys(OrderBy));
        foreach (var column in Columns)
        {
            other.Columns.Add(column with
            {
                Arguments = [.. column.Arguments.Select(rewrite)],
                Aggregate = column.Aggregate is not { } aggregate ? null : aggregate with
                {
                    Arguments = [.. aggregate.Arguments.Select(rewrite)],
                    Filter = aggregate.Filter is null ? null : rewrite(aggregate.Filter),
                    OrderBy = Keys(aggregate.OrderBy),
                },
            });
        }

        return other;
    }
}

/// <summary>The calls with OVER of one SELECT.</summary>
internal sealed class WindowCollector(BindingContext context, IReadOnlyList<NamedWindow> named, Func<ExpressionBinder, IReadOnlyList<OrderItem>, IReadOnlyList<BoundOrdering>> bindOrder)
{
    private readonly List<BoundWindow> _windows = [];

    public IReadOnlyList<BoundWindow> Windows => _windows;

    public BoundExpression Add(FunctionCall call, ExpressionBinder binder)
    {
        var scope = (QueryScope)binder.Scope;
        var inner = binder.In(scope.WithoutWindows());
        var specification = Resolve(call.Over!);
        var partitionBy = specification.PartitionBy.Select(expression => inner.BindResult(expression)).ToArray();
        var orderBy = bindOrder(inner, specification.OrderBy).ToArray();
        var window = _windows.Find(known => known.PartitionBy.AsSpan().SequenceEqual(partitionBy) && known.OrderBy.AsSpan().SequenceEqual(orderBy));
        if (window is null)
            _windows.Add(window = new BoundWindow([.. partitionBy], [.. orderBy]));
        var column = Bind(call, inner, scope, Frame(specification, inner, orderBy.Length));
        window.Columns.Add(column);
        return column.Column;
    }

    /// <summary>Rewrites keys and arguments of all windows.</summary>
    public void Rewrite(Func<BoundExpression, BoundExpression> rewrite)
    {
        for (var i = 0; i < _windows.Count; i++)
            _windows[i] = _windows[i].Rewrite(rewrite);
    }

    private BoundWindowColumn Bind(FunctionCall call, ExpressionBinder binder, QueryScope scope, BoundFrame frame)
    {
        if (call.Name.Parts.Count > 1 || Known(call.Name.Name) is not { } function)
            return BindAggregate(call, binder, scope, frame);
        var arguments = call.Arguments.Select(argument => binder.BindResult(argument)).ToArray();
        var (least, most) = function switch
        {
            WindowFunction.Ntile or WindowFunction.FirstValue or WindowFunction.LastValue => (1, 1),
            WindowFunction.NthValue => (2, 2),
            WindowFunction.Lag or WindowFunction.Lead => (1, 3),
            _ => (0, 0),
        };
        if (arguments.Length < least || arguments.Length > most)
            throw BindingErrors.NoFunction(call.Name.Name, arguments.Select(argument => argument.Type), call.Position);
        if (function == WindowFunction.Ntile)
            arguments[0] = binder.Coerce(arguments[0], SqlType.BigInt);
        else if (function is WindowFunction.NthValue or WindowFunction.Lag or WindowFunction.Lead && arguments.Length > 1)
            arguments[1] = binder.Coerce(arguments[1], SqlType.BigInt);
        if (arguments.Length > 2)
            arguments[2] = binder.Coerce(binder.Bind(call.Arguments[2]), arguments[0].Type);
        var type = function switch
        {
            WindowFunction.PercentRank or WindowFunction.CumeDist => SqlType.Double,
            WindowFunction.Ntile => SqlType.Integer,
            WindowFunction.Lag or WindowFunction.Lead or WindowFunction.FirstValue or WindowFunction.LastValue or WindowFunction.NthValue => arguments[0].Type,
            _ => SqlType.BigInt,
        };
        return new BoundWindowColumn(context.NewColumn(call.Name.Name, type), function, null, [.. arguments], frame);
    }

    private BoundWindowColumn BindAggregate(FunctionCall call, ExpressionBinder binder, QueryScope scope, BoundFrame frame)
    {
        if (call.Distinct)
            throw QueryErrors.NotSupported("DISTINCT is not implemented for window functions", call.Position);
        var collector = new AggregateCollector(context);
        binder.In(scope.ForWindowAggregate(collector)).Bind(call with { Over = null });
        return collector.Columns is [var column]
            ? new BoundWindowColumn(column.Column with { NotNull = false }, WindowFunction.Aggregate, column.Aggregate, [], frame)
            : throw QueryErrors.At(
                SqlStates.WrongObjectType,
                $"OVER specified, but {call.Name.Name} is not a window function nor an aggregate function",
                call.Position);
    }

    private WindowSpecification Resolve(WindowSpecification over)
    {
        if (over.Name is not { } name)
            return over;
        var found = named.FirstOrDefault(window => window.Name.Name == name.Name)
            ?? throw QueryErrors.At(SqlStates.UndefinedObject, $"window \"{name.Name}\" does not exist", name.Position);
        var known = Resolve(found.Specification);
        if (over.IsReference)
            return known;
        if (over.PartitionBy.Count > 0)
            throw QueryErrors.At(SqlStates.WindowingError, $"cannot override PARTITION BY clause of window \"{name.Name}\"", over.Position);
        if (over.OrderBy.Count > 0 && known.OrderBy.Count > 0)
            throw QueryErrors.At(SqlStates.WindowingError, $"cannot override ORDER BY clause of window \"{name.Name}\"", over.Position);
        return over with { PartitionBy = known.PartitionBy, OrderBy = over.OrderBy.Count > 0 ? over.OrderBy : known.OrderBy };
    }

    private static BoundFrame Frame(WindowSpecification specification, ExpressionBinder binder, int orderings)
    {
        if (specification.Frame is not { } frame)
            return BoundFrame.Default;
        var end = frame.End ?? new FrameBound(frame.Position, FrameBoundKind.CurrentRow, null);
        if (frame.Start.Kind == FrameBoundKind.UnboundedFollowing)
            throw QueryErrors.At(SqlStates.WindowingError, "frame start cannot be UNBOUNDED FOLLOWING", frame.Position);
        if (end.Kind == FrameBoundKind.UnboundedPreceding)
            throw QueryErrors.At(SqlStates.WindowingError, "frame end cannot be UNBOUNDED PRECEDING", frame.Position);
        if (end.Kind < frame.Start.Kind)
            throw QueryErrors.At(SqlStates.WindowingError, "frame starting from a later row cannot end at an earlier one", frame.Position);
        if (frame.Unit == FrameUnit.Range && (frame.Start.Offset is not null || end.Offset is not null))
            throw QueryErrors.NotSupported("RANGE with an offset is not supported", frame.Position);
        if (frame.Unit == FrameUnit.Groups && orderings == 0)
            throw QueryErrors.At(SqlStates.WindowingError, "GROUPS mode requires an ORDER BY clause", frame.Position);
        if (frame.Exclusion != FrameExclusion.NoOthers)
            throw QueryErrors.NotSupported("EXCLUDE in a window frame is not supported", frame.Position);
        return new BoundFrame(frame.Unit, frame.Start.Kind, Offset(frame.Start, binder), end.Kind, Offset(end, binder));
    }

    private static BoundExpression? Offset(FrameBound bound, ExpressionBinder binder) =>
        bound.Offset is null ? null : binder.Coerce(binder.Bind(bound.Offset), SqlType.BigInt);

    private static WindowFunction? Known(string name) => name switch
    {
        "row_number" => WindowFunction.RowNumber,
        "rank" => WindowFunction.Rank,
        "dense_rank" => WindowFunction.DenseRank,
        "percent_rank" => WindowFunction.PercentRank,
        "cume_dist" => WindowFunction.CumeDist,
        "ntile" => WindowFunction.Ntile,
        "lag" => WindowFunction.Lag,
        "lead" => WindowFunction.Lead,
        "first_value" => WindowFunction.FirstValue,
        "last_value" => WindowFunction.LastValue,
        "nth_value" => WindowFunction.NthValue,
        _ => null,
    };
}
