using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>A condition "column op value" that an index or a zone map can answer; the value does not depend on the scan's rows.</summary>
internal sealed class ScanCondition
{
    private readonly CompiledExpression[] _keys;
    private readonly int _parameter;
    private readonly bool _isArray;

    private ScanCondition(BoundExpression source, int column, ComparisonKind comparison, IReadOnlyList<BoundExpression> keys, bool isArray)
    {
        Source = source;
        Column = column;
        Comparison = comparison;
        _isArray = isArray;
        _keys = [.. keys.Select(key => ExpressionCompiler.Compile(key, SlotLayout.Empty))];
        IsKnown = keys.All(key => key.IsScalar);
        _parameter = keys is [BoundParameter parameter] ? parameter.Index : -1;
    }

    public BoundExpression Source { get; }

    /// <summary>Position in the table's columns.</summary>
    public int Column { get; }

    public ComparisonKind Comparison { get; }

    /// <summary>One value, so that equality finds one key.</summary>
    public bool IsSingle => !_isArray && _keys.Length == 1;

    /// <summary>The values are constants or parameters, so that they can be had before the statement runs.</summary>
    public bool IsKnown { get; }

    /// <summary>The condition that a conjunct is, or null.</summary>
    public static ScanCondition? Of(BoundExpression conjunct, BoundScan scan)
    {
        var slots = scan.TableColumns.Select(column => column.Slot).ToHashSet();
        bool IsKey(BoundExpression expression) => !expression.IsVolatile && !expression.Slots().Overlaps(slots);
        switch (conjunct)
        {
            case BoundComparison { Kind: not ComparisonKind.NotEqual } comparison:
                if (ColumnOf(comparison.Left, scan) is var left and >= 0 && IsKey(comparison.Right))
                    return new ScanCondition(conjunct, left, comparison.Kind, [comparison.Right], isArray: false);
                if (ColumnOf(comparison.Right, scan) is var right and >= 0 && IsKey(comparison.Left))
                    return new ScanCondition(conjunct, right, BoundComparison.Mirror(comparison.Kind), [comparison.Left], isArray: false);
                return null;
            case BoundInList { Negated: false } list when ColumnOf(list.Operand, scan) is var column and >= 0 && list.Items.All(IsKey):
                return new ScanCondition(conjunct, column, ComparisonKind.Equal, list.Items, isArray: false);
            case BoundQuantified { IsAll: false, Comparison: BoundComparison { Kind: ComparisonKind.Equal } test } any
                when ColumnOf(any.Left, scan) is var column and >= 0 && IsKey(any.Array) && IsElement(test.Left) && IsElement(test.Right):
                return new ScanCondition(conjunct, column, ComparisonKind.Equal, [any.Array], isArray: true);
            default:
                return null;
        }
    }

    /// <summary>Narrows a column's filter by this condition's values.</summary>
    public void Apply(ColumnFilter filter, SqlType type, EvaluationContext context)
    {
        if (Comparison == ComparisonKind.Equal)
        {
            var points = new List<Value>();
            foreach (var key in _keys)
            {
                var value = key.EvaluateScalar(context);
                if (!_isArray)
                    AddPoint(points, value, type);
                else if (!value.IsNull)
                    foreach (var element in value.AsArray().Elements)
                        AddPoint(points, element, type);
            }

            filter.RestrictTo(points);
            return;
        }

        var bound = _keys[0].EvaluateScalar(context);
        if (bound.IsNull)
            filter.RestrictTo([]);
        else if (KeyConversion.Bound(bound, type, Comparison) is { } converted)
            filter.RestrictTo(converted.Value, converted.Comparison);
    }

    /// <summary>The value of an equality with one value; null when no row can be equal.</summary>
    public Value? KeyOf(SqlType type, EvaluationContext context)
    {
        var value = _parameter >= 0 ? context.Parameters[_parameter] : _keys[0].EvaluateScalar(context);
        return value.IsNull ? null : KeyConversion.Point(value, type);
    }

    private static void AddPoint(List<Value> points, in Value value, SqlType type)
    {
        if (!value.IsNull && KeyConversion.Point(value, type) is { } point)
            points.Add(point);
    }

    private static bool IsElement(BoundExpression expression) => Strip(expression) is BoundColumn { Slot: BoundQuantified.LeftSlot or BoundQuantified.ElementSlot };

    private static int ColumnOf(BoundExpression expression, BoundScan scan)
    {
        if (Strip(expression) is not BoundColumn column)
            return -1;
        for (var i = 0; i < scan.TableColumns.Count; i++)
            if (scan.TableColumns[i].Slot == column.Slot)
                return KeyConversion.IsKeyType(column.Type) ? i : -1;
        return -1;
    }

    // Conversions that keep order and equality, so that the value can be brought to the column's type instead.
    private static BoundExpression Strip(BoundExpression expression)
    {
        while (expression is BoundCast cast && KeyConversion.IsTransparent(cast.Operand.Type, cast.Type))
            expression = cast.Operand;
        return expression;
    }
}

/// <summary>The values of one column that conditions leave: some points, or a range.</summary>
internal sealed class ColumnFilter
{
    /// <summary>The only values, ascending and distinct; null when it is a range.</summary>
    public List<Value>? Points { get; private set; }

    public Value Lower { get; private set; }

    public bool LowerInclusive { get; private set; } = true;

    public Value Upper { get; private set; }

    public bool UpperInclusive { get; private set; } = true;

    public bool IsNever => Points is { Count: 0 };

    public void RestrictTo(List<Value> points)
    {
        points.Sort(ValueComparer.Instance);
        var distinct = new List<Value>(points.Count);
        foreach (var point in points)
        {
            if (distinct.Count > 0 && ValueComparer.Same(distinct[^1], point))
                continue;
            if (InRange(point) && (Points is null || Points.Exists(known => ValueComparer.Same(known, point))))
                distinct.Add(point);
        }

        Points = distinct;
    }

    public void RestrictTo(in Value bound, ComparisonKind comparison)
    {
        if (comparison is ComparisonKind.Greater or ComparisonKind.GreaterOrEqual)
        {
            var order = Lower.IsNull ? 1 : ValueComparer.Instance.Compare(bound, Lower);
            if (order > 0 || (order == 0 && comparison == ComparisonKind.Greater))
                (Lower, LowerInclusive) = (bound, comparison == ComparisonKind.GreaterOrEqual);
        }
        else
        {
            var order = Upper.IsNull ? -1 : ValueComparer.Instance.Compare(bound, Upper);
            if (order < 0 || (order == 0 && comparison == ComparisonKind.Less))
                (Upper, UpperInclusive) = (bound, comparison == ComparisonKind.LessOrEqual);
        }

        if (Points is { } points)
            Points = points.FindAll(point => InRange(point));
    }

    /// <summary>Whether a block with these values may have a match.</summary>
    public bool MayMatch(in ZoneMap zone)
    {
        var comparer = ValueComparer.Instance;
        if (Points is not null)
        {
            foreach (var point in Points)
                if ((zone.Minimum.IsNull || comparer.Compare(point, zone.Minimum) >= 0) && (zone.Maximum.IsNull || comparer.Compare(point, zone.Maximum) <= 0))
                    return true;
            return false;
        }

        if (!Lower.IsNull && !zone.Maximum.IsNull && comparer.Compare(zone.Maximum, Lower) is var high && (high < 0 || (high == 0 && !LowerInclusive)))
            return false;
        return Upper.IsNull || zone.Minimum.IsNull || (comparer.Compare(zone.Minimum, Upper) is var low && (low < 0 || (low == 0 && UpperInclusive)));
    }

    private bool InRange(in Value value)
    {
        var comparer = ValueComparer.Instance;
        if (!Lower.IsNull && comparer.Compare(value, Lower) is var low && (low < 0 || (low == 0 && !LowerInclusive)))
            return false;
        return Upper.IsNull || (comparer.Compare(value, Upper) is var high && (high < 0 || (high == 0 && UpperInclusive)));
    }
}

/// <summary>Brings values to the type of a key column without changing what they are equal to.</summary>
internal static class KeyConversion
{
    /// <summary>Types whose stored order and equality are those of the comparison operators.</summary>
    public static bool IsKeyType(SqlType type) => type.Kind is TypeKind.Boolean or TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt
        or TypeKind.Real or TypeKind.Double or TypeKind.Numeric or TypeKind.Text or TypeKind.VarChar or TypeKind.Bytea or TypeKind.Uuid
        or TypeKind.Date or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz;

    /// <summary>Whether a conversion keeps order and equality of all values.</summary>
    public static bool IsTransparent(SqlType from, SqlType to) => (from.Kind, to.Kind) switch
    {
        (TypeKind.SmallInt, TypeKind.Integer or TypeKind.BigInt or TypeKind.Numeric or TypeKind.Double) => !to.HasModifier,
        (TypeKind.Integer, TypeKind.BigInt or TypeKind.Numeric or TypeKind.Double) => !to.HasModifier,
        (TypeKind.BigInt, TypeKind.Numeric) => !to.HasModifier,
        (TypeKind.Real, TypeKind.Double) => true,
        (TypeKind.VarChar, TypeKind.Text) => true,
        _ => from.Kind == to.Kind && !from.IsArray && !to.HasModifier && !from.IsVector,
    };

    /// <summary>The value of the column's type that is equal to this one; null when there is none.</summary>
    public static Value? Point(in Value value, SqlType type)
    {
        if (value.Type.Kind == type.Kind || (value.Type.IsText && type.IsText))
            return value.WithType(type);
        if (Number(value) is not { } number)
            return type.Kind == TypeKind.Real && value.Type.Kind == TypeKind.Double ? OfSingle(value.AsDouble(), type) : null;
        return type.IsInteger ? Integer(number, type) : type.Kind == TypeKind.Numeric ? Value.Of(number).WithType(type) : null;
    }

    /// <summary>The bound in the column's type that lets the same values through; null when there is none to use.</summary>
    public static (Value Value, ComparisonKind Comparison)? Bound(in Value value, SqlType type, ComparisonKind comparison)
    {
        if (Point(value, type) is { } same)
            return (same, comparison);
        if (!type.IsInteger || Number(value) is not { } number)
            return null;
        // Between two integers: the next one outwards, inclusive. Beyond the type's range there is nothing to narrow.
        var isLower = comparison is ComparisonKind.Greater or ComparisonKind.GreaterOrEqual;
        var rounded = isLower ? Math.Ceiling(number) : Math.Floor(number);
        return Integer(rounded, type) is { } bound ? (bound, isLower ? ComparisonKind.GreaterOrEqual : ComparisonKind.LessOrEqual) : null;
    }

    private static decimal? Number(in Value value) => value.Type.Kind switch
    {
        TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt => value.AsInt64(),
        TypeKind.Numeric => value.AsDecimal(),
        TypeKind.Double when Math.Abs(value.AsDouble()) < 1e15 => (decimal)value.AsDouble(),
        _ => null,
    };

    private static Value? Integer(decimal number, SqlType type)
    {
        if (number != Math.Floor(number) || number < long.MinValue || number > long.MaxValue)
            return null;
        var whole = (long)number;
        return type.Kind switch
        {
            TypeKind.SmallInt => whole is >= short.MinValue and <= short.MaxValue ? Value.Of((short)whole) : null,
            TypeKind.Integer => whole is >= int.MinValue and <= int.MaxValue ? Value.Of((int)whole) : null,
            _ => Value.Of(whole),
        };
    }

    private static Value? OfSingle(double value, SqlType type) => (float)value == value || double.IsNaN(value) ? Value.FromFixed(type, (float)value) : null;
}
