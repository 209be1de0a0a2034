using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values.Comparison;
using VectorData.Core.Values;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>Table functions side by side.</summary>
internal sealed class FunctionScanPlan : PlanNode
{
    private readonly BoundFunctionScan _scan;
    private readonly CompiledExpression[][] _arguments;
    private readonly CompiledExpression?[] _steps;

    public FunctionScanPlan(BoundFunctionScan scan)
        : base(scan.Columns)
    {
        _scan = scan;
        _arguments = [.. scan.Functions.Select(function => function.Arguments.Select(argument => ExpressionCompiler.Compile(argument, SlotLayout.Empty)).ToArray())];
        _steps = [.. scan.Functions.Select(function => function.Next is null
            ? null
            : ExpressionCompiler.Compile(function.Next.Expression, new SlotLayout([function.Next.Current.Slot])))];
        Subqueries = Nested(scan.Expressions);
    }

    public override double EstimateRows(OperatorContext context) => 1000;

    public override PlanDescription Describe(ExpressionText names) => new("Function Scan on " + ExpressionText.Relation(_scan.Functions[0].Name, _scan.Alias));

    protected override Operator Start(OperatorContext context) => new IteratorOperator(Run(context), context.CancellationToken);

    private IEnumerable<Batch> Run(OperatorContext context)
    {
        var sources = new RowFeed[_arguments.Length];
        for (var i = 0; i < sources.Length; i++)
            sources[i] = Feed(i, Array.ConvertAll(_arguments[i], argument => argument.EvaluateScalar(context.Evaluation)), context);
        long done = 0;
        while (true)
        {
            var columns = sources.Select(source => source.Take(Batches.Rows)).ToArray();
            var count = columns.Max(column => column.Length);
            if (count == 0)
                yield break;
            var padded = columns.Select(column => Pad(column, count)).ToList();
            if (_scan.WithOrdinality)
                padded.Add(RowNumbers(done, count));
            done += count;
            yield return new Batch([.. padded], count);
        }
    }

    private static ColumnVector Pad(ColumnVector column, int count)
    {
        if (column.Length == count)
            return column;
        var builder = ColumnBuilder.For(column.Type, count);
        builder.AppendAll(column);
        while (builder.Length < count)
            builder.AppendNull();
        return builder.Build();
    }

    private static FixedColumn<long> RowNumbers(long done, int count)
    {
        var numbers = new long[count];
        for (var i = 0; i < count; i++)
            numbers[i] = done + i + 1;
        return new FixedColumn<long>(SqlType.BigInt, numbers);
    }

    private RowFeed Feed(int index, Value[] arguments, OperatorContext context)
    {
        var function = _scan.Functions[index];
        if (function.Kind == TableFunctionKind.Scalar)
            return new ListFeed(function.ColumnType, arguments);
        if (Array.Exists(arguments, argument => argument.IsNull))
            return new ListFeed(function.ColumnType, []);
        if (function.Kind == TableFunctionKind.Unnest)
            return new ListFeed(function.ColumnType, arguments[0].AsArray().Elements);
        return function.ColumnType.Kind is TypeKind.Integer or TypeKind.BigInt
            ? new IntegerFeed(function.ColumnType, arguments[0].AsInt64(), arguments[1].AsInt64(), arguments.Length > 2 ? arguments[2].AsInt64() : 1)
            : new SteppedFeed(function.ColumnType, arguments, _steps[index], context);
    }

    private static VectorDbException ZeroStep() => new(SqlStates.InvalidParameterValue, "step size cannot equal zero");

    /// <summary>Values of one function, some at a time.</summary>
    private abstract class RowFeed
    {
        /// <summary>The next values; a column without rows at the end.</summary>
        public abstract ColumnVector Take(int most);
    }

    private sealed class ListFeed(SqlType type, Value[] values) : RowFeed
    {
        private int _at;

        public override ColumnVector Take(int most)
        {
            var count = Math.Min(most, values.Length - _at);
            var builder = ColumnBuilder.For(type, count);
            for (var i = 0; i < count; i++)
                builder.Append(values[_at++]);
            return builder.Build();
        }
    }

    private sealed class IntegerFeed : RowFeed
    {
        private readonly SqlType _type;
        private readonly long _step;
        private readonly long _stop;
        private long _next;
        private bool _isDone;

        public IntegerFeed(SqlType type, long start, long stop, long step)
        {
            if (step == 0)
                throw ZeroStep();
            _type = type;
            _step = step;
            _stop = stop;
            _next = start;
            _isDone = step > 0 ? start > stop : start < stop;
        }

        public override ColumnVector Take(int most)
        {
            var values = new long[_isDone ? 0 : most];
            var count = 0;
            while (!_isDone && count < most)
            {
                values[count++] = _next;
                var (next, overflowed) = Advance();
                _isDone = overflowed || (_step > 0 ? next > _stop : next < _stop);
                _next = next;
            }

            return _type.Kind == TypeKind.BigInt
                ? new FixedColumn<long>(_type, values.AsMemory(0, count))
                : new FixedColumn<int>(_type, Array.ConvertAll(values[..count], value => (int)value));
        }

        private (long Next, bool Overflowed) Advance()
        {
            var next = unchecked(_next + _step);
            return (next, ((_next ^ next) & (_step ^ next)) < 0);
        }
    }

    /// <summary>numeric, timestamp and timestamptz: the next value is an expression over the last.</summary>
    private sealed class SteppedFeed : RowFeed
    {
        private readonly SqlType _type;
        private readonly CompiledExpression? _step;
        private readonly OperatorContext _context;
        private readonly Value _stop;
        private readonly decimal _increment;
        private readonly bool _isAscending;
        private Value _next;

        public SteppedFeed(SqlType type, Value[] arguments, CompiledExpression? step, OperatorContext context)
        {
            _type = type;
            _step = step;
            _context = context;
            _next = arguments[0];
            _stop = arguments[1];
            if (type.Kind == TypeKind.Numeric)
                _increment = arguments.Length > 2 ? arguments[2].AsDecimal() : 1;
            var sign = type.Kind == TypeKind.Numeric ? Math.Sign(_increment) : arguments[2].AsInterval().CompareTo(default);
            if (sign == 0)
                throw ZeroStep();
            _isAscending = sign > 0;
        }

        public override ColumnVector Take(int most)
        {
            var builder = ColumnBuilder.For(_type);
            while (builder.Length < most && ValueComparer.Instance.Compare(_next, _stop) is var order && (_isAscending ? order <= 0 : order >= 0))
            {
                builder.Append(_next);
                _next = Advance();
            }

            return builder.Build();
        }

        private Value Advance()
        {
            if (_step is null)
                return Value.Of(_next.AsDecimal() + _increment);
            var row = new Batch([ColumnBuilder.Repeat(_next, _type, 1)], 1);
            return _step.Evaluate(row, _context.Evaluation).GetValue(0);
        }
    }
}
