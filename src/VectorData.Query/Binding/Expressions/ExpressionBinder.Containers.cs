using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Casts;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Expressions;

/// <summary>Arrays, rows, quantified comparisons and nested queries.</summary>
internal sealed partial class ExpressionBinder
{
    private BoundExpression BindArray(ArrayExpression array)
    {
        CheckRank(array);
        if (array.Elements.Count == 0)
            throw new VectorDbException(SqlStates.IndeterminateDatatype, "cannot determine type of empty array")
            {
                Position = array.Position + 1,
                Hint = "Explicitly cast to the desired type, for example ARRAY[]::integer[].",
            };
        var elements = array.Elements.Select(Bind).ToArray();
        var type = CommonType(elements, "ARRAY");
        return MakeArray(elements, type, array.Position);
    }

    // ARRAY[…]::type[]: each element is cast, so that an empty array has a type and literals are read as it.
    private BoundExpression BindArrayAs(ArrayExpression array, SqlType elementType)
    {
        CheckRank(array);
        if (array.Elements.Count == 0)
            return new BoundConstant(Value.Of(new SqlArray(elementType, [])), array.Position);
        if (array.Elements.Any(element => element is ArrayExpression))
        {
            var nested = array.Elements.Select(element => element is ArrayExpression inner ? BindArrayAs(inner, elementType) : Bind(element)).ToArray();
            return MakeArray(nested, SqlType.ArrayOf(elementType), array.Position);
        }

        var elements = array.Elements.Select(element => BindCast(Bind(element), elementType, element.Position)).ToArray();
        return MakeArray(elements, elementType, array.Position);
    }

    private static void CheckRank(ArrayExpression array)
    {
        var rank = 1;
        for (var inner = array; inner.Elements is [ArrayExpression first, ..]; inner = first)
            rank++;
        if (rank > SqlArray.MaxRank)
            throw new VectorDbException(SqlStates.ProgramLimitExceeded, $"number of array dimensions ({rank}) exceeds the maximum allowed ({SqlArray.MaxRank})") { Position = array.Position + 1 };
    }

    private BoundExpression MakeArray(BoundExpression[] elements, SqlType type, int position)
    {
        var coerced = elements.Select(element => Coerce(element, type)).ToArray();
        return type.IsArray
            ? Fold(new BoundArray([.. coerced], IsNested: true, type, position))
            : Fold(new BoundArray([.. coerced], IsNested: false, SqlType.ArrayOf(type), position));
    }

    private BoundExpression BindSubscript(SubscriptExpression subscript)
    {
        var indexes = new List<BoundExpression>();
        Expression at = subscript;
        while (at is SubscriptExpression inner)
        {
            indexes.Insert(0, Bind(inner.Index));
            at = inner.Operand;
        }

        var operand = Bind(at);
        if (operand.Type.Kind == TypeKind.Jsonb)
            return indexes.Aggregate(operand, (value, index) => BindOperator("->", value, index, subscript.Position));
        if (!operand.Type.IsArray)
            throw CannotSubscript(operand.Type, subscript.Position);
        return new BoundSubscript(
            operand, [.. indexes.Select(index => Index(index))], operand.Type.ElementType, subscript.Position);
    }

    private BoundSlice BindSlice(SliceExpression slice)
    {
        var operand = Bind(slice.Operand);
        if (!operand.Type.IsArray)
            throw CannotSubscript(operand.Type, slice.Position);
        return new BoundSlice(
            operand, slice.Lower is null ? null : Index(Bind(slice.Lower)), slice.Upper is null ? null : Index(Bind(slice.Upper)), slice.Position);
    }

    private BoundExpression Index(BoundExpression index)
    {
        if (index.Type.Kind == TypeKind.Unknown)
            return Coerce(index, SqlType.Integer);
        return CastCatalog.Allows(index.Type, SqlType.Integer, CastContext.Assignment)
            ? Convert(index, SqlType.Integer, isExplicit: false)
            : throw new VectorDbException(SqlStates.DatatypeMismatch, "array subscript must have type integer") { Position = index.Position + 1 };
    }

    private static VectorDbException CannotSubscript(SqlType type, int position) =>
        new(SqlStates.DatatypeMismatch, $"cannot subscript type {type.Name} because it does not support subscripting") { Position = position + 1 };

    private BoundExpression? BindArrayConcatenation(BoundExpression left, BoundExpression right, int position)
    {
        if (!left.Type.IsArray && !right.Type.IsArray)
            return null;
        if (left.Type.IsArray && right.Type.IsArray)
            return CallFunction("array_cat", [left, right], position);

        // An untyped literal beside an array is an array.
        if (left.Type.Kind == TypeKind.Unknown)
            return CallFunction("array_cat", [Coerce(left, right.Type), right], position);
        if (right.Type.Kind == TypeKind.Unknown)
            return CallFunction("array_cat", [left, Coerce(right, left.Type)], position);
        var (element, array) = left.Type.IsArray ? (right, left) : (left, right);
        if (CommonTypes.Of(array.Type.ElementType.Unmodified, element.Type.Unmodified) is null)
            return null;
        return left.Type.IsArray ? CallFunction("array_append", [left, right], position) : CallFunction("array_prepend", [left, right], position);
    }

    private BoundExpression BindQuantified(QuantifiedArrayExpression quantified)
    {
        var left = Bind(quantified.Left);
        var array = Bind(quantified.Array);
        if (array.Type.Kind == TypeKind.Unknown)
        {
            left = ResolveUnknown(left);
            array = Coerce(array, SqlType.ArrayOf(left.Type.Unmodified));
        }

        if (!array.Type.IsArray)
            throw new VectorDbException(SqlStates.WrongObjectType, "op ANY/ALL (array) requires array on right side") { Position = quantified.OperatorPosition + 1 };
        var element = new BoundColumn(BoundQuantified.ElementSlot, "element", array.Type.ElementType, quantified.Position);
        if (left.Type.Kind == TypeKind.Unknown)
            left = Coerce(left, array.Type.ElementType.Unmodified);
        var placeholder = new BoundColumn(BoundQuantified.LeftSlot, "left", left.Type, quantified.Position);
        var comparison = BindOperator(quantified.Operator, placeholder, element, quantified.OperatorPosition);
        if (comparison.Type.Kind != TypeKind.Boolean)
            throw new VectorDbException(SqlStates.WrongObjectType, "op ANY/ALL (array) requires operator to yield boolean") { Position = quantified.OperatorPosition + 1 };

        // bigint = ANY (integer[]): converting the whole array leaves a comparison of one type, which can be looked up.
        if (comparison is BoundComparison { Left: BoundColumn, Right: BoundCast { Operand: BoundColumn } cast } widened)
        {
            array = Convert(array, SqlType.ArrayOf(cast.Type.Unmodified), isExplicit: false);
            comparison = widened with { Right = element with { Type = cast.Type } };
        }

        return new BoundQuantified(quantified.Quantifier == Quantifier.All, left, array, comparison, quantified.Position);
    }

    private BoundExpression BindRowComparison(string symbol, BoundRow left, BoundRow right, int position)
    {
        if (left.Items.Count != right.Items.Count)
            throw new VectorDbException(SqlStates.SyntaxError, "unequal number of entries in row expressions") { Position = position + 1 };
        if (left.Items.Count == 1)
            return BindOperator(symbol, left.Items[0], right.Items[0], position);
        switch (symbol)
        {
            case "=" or "<>":
                var tests = left.Items.Zip(right.Items, (x, y) => BindOperator(symbol, x, y, position)).ToArray();
                return new BoundLogical(IsAnd: symbol == "=", [.. tests], position);
            case "<" or "<=" or ">" or ">=":
                return BindRowOrder(symbol, left, right, 0, position);
            default:
                throw BindingErrors.NotSupported($"operator {symbol} over rows is not supported", position);
        }
    }

    // (a, b) < (c, d) is a < c OR (a = c AND b < d).
    private BoundExpression BindRowOrder(string symbol, BoundRow left, BoundRow right, int at, int position)
    {
        if (at == left.Items.Count - 1)
            return BindOperator(symbol, left.Items[at], right.Items[at], position);
        var strict = BindOperator(symbol[..1], left.Items[at], right.Items[at], position);
        var equal = BindOperator("=", left.Items[at], right.Items[at], position);
        var rest = BindRowOrder(symbol, left, right, at + 1, position);
        return new BoundLogical(IsAnd: false, [strict, new BoundLogical(IsAnd: true, [equal, rest], position)], position);
    }

    private BoundExpression BindSubquery(Expression expression)
    {
        switch (expression)
        {
            case ExistsExpression exists:
                return new BoundSubquery(
                    SubqueryKind.Exists, Scope.BindSubquery(exists.Query, Parameters), [], null, SqlType.Boolean, exists.Position);
            case ScalarSubquery scalar:
                var value = Single(Scope.BindSubquery(scalar.Query, Parameters), scalar.Position);
                return new BoundSubquery(SubqueryKind.Scalar, value, [], null, value.ColumnTypes[0], scalar.Position);
            case ArraySubqueryExpression array:
                var items = Single(Scope.BindSubquery(array.Query, Parameters), array.Position);
                var type = items.ColumnTypes[0].IsArray ? items.ColumnTypes[0] : SqlType.ArrayOf(items.ColumnTypes[0]);
                return new BoundSubquery(SubqueryKind.Array, items, [], null, type, array.Position);
            case InSubqueryExpression inQuery:
                return BindMembership(Bind(inQuery.Operand), inQuery.Negated ? "<>" : "=", inQuery.Negated, inQuery.Query, inQuery.Position);
            default:
                var quantified = (QuantifiedSubqueryExpression)expression;
                return BindMembership(
                    Bind(quantified.Left), quantified.Operator, quantified.Quantifier == Quantifier.All, quantified.Query, quantified.OperatorPosition);
        }
    }

    private BoundSubquery BindMembership(BoundExpression left, string symbol, bool isAll, QueryStatement query, int position)
    {
        var source = Scope.BindSubquery(query, Parameters);
        var operands = left is BoundRow row ? row.Items.ToArray() : [left];
        if (operands.Length != source.ColumnTypes.Count)
            throw new VectorDbException(
                SqlStates.SyntaxError, operands.Length > source.ColumnTypes.Count ? "subquery has too few columns" : "subquery has too many columns")
            {
                Position = position + 1,
            };
        var leftItems = new BoundExpression[operands.Length];
        var rightItems = new BoundExpression[operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i].Type.Kind == TypeKind.Unknown)
                operands[i] = Coerce(operands[i], source.ColumnTypes[i].Unmodified);
            leftItems[i] = new BoundColumn(BoundQuantified.LeftSlot - (2 * i), "left", operands[i].Type, position);
            rightItems[i] = new BoundColumn(BoundQuantified.ElementSlot - (2 * i), "element", source.ColumnTypes[i], position);
        }

        var comparison = operands.Length == 1
            ? BindOperator(symbol, leftItems[0], rightItems[0], position)
            : BindRowComparison(symbol, new BoundRow([.. leftItems], position), new BoundRow([.. rightItems], position), position);
        if (comparison.Type.Kind != TypeKind.Boolean)
            throw new VectorDbException(SqlStates.DatatypeMismatch, "row comparison operator must yield type boolean, not type " + comparison.Type.Name) { Position = position + 1 };
        return new BoundSubquery(isAll ? SubqueryKind.All : SubqueryKind.Any, source, [.. operands], comparison, SqlType.Boolean, position);
    }

    private static SubquerySource Single(SubquerySource source, int position) => source.ColumnTypes.Count == 1
        ? source
        : throw new VectorDbException(SqlStates.SyntaxError, "subquery must return only one column") { Position = position + 1 };
}
