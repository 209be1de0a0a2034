using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>CASE: each row is evaluated only in the branch it takes.</summary>
internal sealed class CaseNode(EvalNode[] conditions, EvalNode[] results, EvalNode otherwise, SqlType type)
    : EvalNode(type, AllScalar(conditions) && AllScalar(results) && otherwise.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var target = Target(rows);
        var open = Rent(target.Count);
        var hits = Rent(target.Count);
        try
        {
            var openCount = FilterAll(target, all: true, open);
            var branches = Branches.For(Type, target.Length);
            for (var i = 0; i < conditions.Length && openCount > 0; i++)
            {
                var hitCount = conditions[i].Filter(target.With(open.AsSpan(0, openCount)), context, hits);
                if (hitCount == 0)
                    continue;
                var taken = target.With(hits.AsSpan(0, hitCount));
                branches.Add(results[i].Evaluate(taken, context), results[i].IsScalar, taken.Selection);
                openCount = Branches.Remove(open.AsSpan(0, openCount), taken.Selection);
            }

            if (openCount > 0)
            {
                var rest = target.With(open.AsSpan(0, openCount));
                branches.Add(otherwise.Evaluate(rest, context), otherwise.IsScalar, rest.Selection);
            }

            return branches.Merge();
        }
        finally
        {
            Return(open);
            Return(hits);
        }
    }
}

/// <summary>Columns of which each gives some rows of a result; rows that none gives hold anything.</summary>
internal abstract class Branches
{
    public static Branches For(SqlType type, int length) => type.Physical switch
    {
        PhysicalType.Boolean => new FixedBranches<bool>(type, length),
        PhysicalType.Int16 => new FixedBranches<short>(type, length),
        PhysicalType.Int32 => new FixedBranches<int>(type, length),
        PhysicalType.Int64 => new FixedBranches<long>(type, length),
        PhysicalType.Float32 => new FixedBranches<float>(type, length),
        PhysicalType.Float64 => new FixedBranches<double>(type, length),
        PhysicalType.Decimal => new FixedBranches<decimal>(type, length),
        PhysicalType.Guid => new FixedBranches<Guid>(type, length),
        PhysicalType.Interval => new FixedBranches<Interval>(type, length),
        _ => new GeneralBranches(type, length),
    };

    public abstract void Add(ColumnVector column, bool isScalar, ReadOnlySpan<int> rows);

    public abstract ColumnVector Merge();

    /// <summary>Takes rows out of a list that holds them all, both ascending; gives how many stay.</summary>
    public static int Remove(Span<int> rows, ReadOnlySpan<int> gone)
    {
        var kept = 0;
        var next = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var isGone = next < gone.Length && gone[next] == row;
            rows[kept] = row;
            next += isGone ? 1 : 0;
            kept += isGone ? 0 : 1;
        }

        return kept;
    }
}

internal sealed class FixedBranches<T>(SqlType type, int length) : Branches
    where T : unmanaged
{
    private readonly T[] _values = new T[length];
    private byte[]? _nulls;

    public override void Add(ColumnVector column, bool isScalar, ReadOnlySpan<int> rows)
    {
        var values = ((FixedColumn<T>)column).Span;
        var mask = isScalar ? 0 : -1;
        foreach (var row in rows)
            _values[row] = values[row & mask];
        if (!column.MayHaveNulls)
            return;
        _nulls ??= new byte[length];
        var nulls = column.Nulls.Span;
        foreach (var row in rows)
            _nulls[row] = nulls[row & mask];
    }

    public override ColumnVector Merge() => new FixedColumn<T>(type, _values, _nulls);
}

internal sealed class GeneralBranches(SqlType type, int length) : Branches
{
    private readonly List<(ColumnVector Column, bool IsScalar)> _columns = [];
    private readonly int[] _choice = new int[length];

    public override void Add(ColumnVector column, bool isScalar, ReadOnlySpan<int> rows)
    {
        _columns.Add((column, isScalar));
        foreach (var row in rows)
            _choice[row] = _columns.Count;
    }

    public override ColumnVector Merge()
    {
        if (_columns.Count == 1 && (!_columns[0].IsScalar || length == 1))
            return _columns[0].Column;
        var builder = ColumnBuilder.For(type, type.FixedWidth > 64 ? 0 : length);
        foreach (var choice in _choice)
        {
            if (choice == 0)
                builder.AppendNull();
            else
                builder.AppendFrom(_columns[choice - 1].Column, _columns[choice - 1].IsScalar ? 0 : builder.Length);
        }

        return builder.Build();
    }
}

/// <summary>COALESCE: a later operand is evaluated only where all earlier ones are NULL.</summary>
internal sealed class CoalesceNode(EvalNode[] operands, SqlType type) : EvalNode(type, AllScalar(operands))
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var target = Target(rows);
        var open = Rent(target.Count);
        var hits = Rent(target.Count);
        try
        {
            var openCount = FilterAll(target, all: true, open);
            var branches = Branches.For(Type, target.Length);
            for (var i = 0; i < operands.Length && openCount > 0; i++)
            {
                var column = operands[i].Evaluate(target.With(open.AsSpan(0, openCount)), context);
                var isLast = i == operands.Length - 1;
                var hitCount = 0;
                var kept = 0;
                for (var j = 0; j < openCount; j++)
                {
                    var row = open[j];
                    if (isLast || !column.IsNull(operands[i].IsScalar ? 0 : row))
                        hits[hitCount++] = row;
                    else
                        open[kept++] = row;
                }

                openCount = kept;
                if (hitCount > 0)
                    branches.Add(column, operands[i].IsScalar, hits.AsSpan(0, hitCount));
            }

            return branches.Merge();
        }
        finally
        {
            Return(open);
            Return(hits);
        }
    }
}

/// <summary>GREATEST and LEAST: NULLs are passed over.</summary>
internal sealed class ExtremeNode(EvalNode[] operands, bool greatest, SqlType type) : EvalNode(type, AllScalar(operands))
{
    private readonly ColumnComparer _comparer = ColumnComparer.For(type);

    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var columns = new ColumnVector[operands.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = operands[i].Evaluate(rows, context);
        var target = Target(rows);
        var builder = ColumnBuilder.For(Type);
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            while (builder.Length < row)
                builder.AppendNull();
            var best = -1;
            for (var j = 0; j < columns.Length; j++)
            {
                if (columns[j].IsNull(RowOf(j, row)))
                    continue;
                if (best < 0 || _comparer.Compare(columns[j], RowOf(j, row), columns[best], RowOf(best, row)) is var order && (greatest ? order > 0 : order < 0))
                    best = j;
            }

            if (best < 0)
                builder.AppendNull();
            else
                builder.AppendFrom(columns[best], RowOf(best, row));
        }

        while (builder.Length < target.Length)
            builder.AppendNull();
        return builder.Build();
    }

    private int RowOf(int operand, int row) => operands[operand].IsScalar ? 0 : row;
}
