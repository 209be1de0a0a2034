using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Evaluation;

/// <summary>Turns bound expressions into evaluators. What it gives is immutable and may be used by many executions at once.</summary>
internal static class ExpressionCompiler
{
    private static readonly SlotLayout ComparisonLayout = new([BoundQuantified.LeftSlot, BoundQuantified.ElementSlot]);

    /// <summary>Slots that are not in the layout are looked up among the context's outer values.</summary>
    public static CompiledExpression Compile(BoundExpression expression, SlotLayout layout) => new(CompileNode(expression, layout));

    public static CompiledPredicate CompilePredicate(BoundExpression expression, SlotLayout layout) => new(CompileNode(expression, layout));

    /// <summary>The value of an expression without columns.</summary>
    public static Value Evaluate(BoundExpression expression, EvaluationContext context) =>
        expression is BoundConstant constant ? constant.Value : Compile(expression, SlotLayout.Empty).EvaluateScalar(context);

    internal static EvalNode CompileNode(BoundExpression expression, SlotLayout layout)
    {
        switch (expression)
        {
            case BoundColumn column:
                return layout.OrdinalOf(column.Slot) is >= 0 and var ordinal
                    ? new ColumnNode(column.Type, ordinal)
                    : new OuterColumnNode(column.Type, column.Slot);
            case BoundConstant constant:
                return new ConstantNode(constant.Value, constant.Type);
            case BoundParameter parameter:
                return new ParameterNode(parameter.Type, parameter.Index);
            case BoundComparison comparison:
                return ComparisonNodes.Create(comparison.Kind, CompileNode(comparison.Left, layout), CompileNode(comparison.Right, layout));
            case BoundLogical logical:
                var operands = CompileAll(logical.Operands, layout);
                return logical.IsAnd ? new AndNode(operands) : new OrNode(operands);
            case BoundNot not:
                return CompileNot(not.Operand, layout);
            case BoundIsNull isNull:
                return new IsNullNode(CompileNode(isNull.Operand, layout), isNull.Negated);
            case BoundCall call:
                return call.Function.Build(CompileAll(call.Arguments, layout), call.Type);
            case BoundCast cast:
                return CastNodes.Create(CompileNode(cast.Operand, layout), cast.Type, cast.IsExplicit);
            default:
                return CompileRare(expression, layout);
        }
    }

    private static EvalNode CompileRare(BoundExpression expression, SlotLayout layout)
    {
        switch (expression)
        {
            case BoundIsBoolean isBoolean:
                return new IsBooleanNode(CompileNode(isBoolean.Operand, layout), isBoolean.Test, isBoolean.Negated);
            case BoundIsDistinct distinct:
                return new DistinctNode(CompileNode(distinct.Left, layout), CompileNode(distinct.Right, layout), distinct.Negated);
            case BoundInList inList:
                return new InListNode(CompileNode(inList.Operand, layout), CompileAll(inList.Items, layout), inList.Negated);
            case BoundCase choice:
                return new CaseNode(
                    CompileAll(choice.Conditions, layout), CompileAll(choice.Results, layout), CompileNode(choice.Else, layout), choice.Type);
            case BoundChoice { Kind: ChoiceKind.Coalesce } coalesce:
                return new CoalesceNode(CompileAll(coalesce.Operands, layout), coalesce.Type);
            case BoundChoice extreme:
                return new ExtremeNode(CompileAll(extreme.Operands, layout), extreme.Kind == ChoiceKind.Greatest, extreme.Type);
            case BoundQuantified quantified:
                return CompileQuantified(quantified, layout);
            case BoundArray array:
                var elementType = array.Type.ElementType;
                var isNested = array.IsNested;
                return new ValuesNode(CompileAll(array.Elements, layout), array.Type, isStrict: false,
                    (_, items) => ArrayFunctions.Build(items, elementType, isNested));
            case BoundSubscript subscript:
                return new ValuesNode([CompileNode(subscript.Operand, layout), .. CompileAll(subscript.Indexes, layout)], subscript.Type, isStrict: true,
                    (_, values) => ArrayFunctions.Subscript(values[0].AsArray(), values[1..]));
            case BoundSlice slice:
                return CompileSlice(slice, layout);
            case BoundSubquery subquery:
                return CompileSubquery(subquery, layout);
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no value of its own");
        }
    }

    // NOT of a comparison is the opposite comparison, with the same rows NULL.
    private static EvalNode CompileNot(BoundExpression operand, SlotLayout layout) => operand switch
    {
        BoundComparison comparison => CompileNode(comparison with { Kind = BoundComparison.Negate(comparison.Kind) }, layout),
        BoundIsNull isNull => CompileNode(isNull with { Negated = !isNull.Negated }, layout),
        BoundInList inList => CompileNode(inList with { Negated = !inList.Negated }, layout),
        BoundNot inner => CompileNode(inner.Operand, layout),
        _ => new NotNode(CompileNode(operand, layout)),
    };

    private static EvalNode CompileQuantified(BoundQuantified quantified, SlotLayout layout)
    {
        var left = CompileNode(quantified.Left, layout);
        var array = CompileNode(quantified.Array, layout);
        if (!quantified.IsAll && array.IsScalar && left.Type.Kind == array.Type.Element && quantified.Comparison is BoundComparison
            {
                Kind: ComparisonKind.Equal,
                Left: BoundColumn,
                Right: BoundColumn,
            })
            return new AnyElementNode(left, array);
        return new QuantifiedNode(left, array, CompileNode(quantified.Comparison, ComparisonLayout), quantified.IsAll);
    }

    private static ValuesNode CompileSlice(BoundSlice slice, SlotLayout layout)
    {
        var hasLower = slice.Lower is not null;
        var hasUpper = slice.Upper is not null;
        return new ValuesNode(CompileAll(slice.Children, layout), slice.Type, isStrict: true, (_, values) => ArrayFunctions.Slice(
            values[0].AsArray(), hasLower ? values[1].AsInt64() : null, hasUpper ? values[^1].AsInt64() : null));
    }

    // x = ANY (query) and x <> ALL (query) over values that are the same for all rows.
    private static InSubqueryNode? CompileMembership(BoundSubquery subquery, SlotLayout layout)
    {
        if (subquery is not { Operands.Count: 1, Source.OuterSlots.Count: 0, Comparison: BoundComparison comparison } || comparison.Left.Type.IsVector)
            return null;
        var isIn = subquery.Kind == SubqueryKind.Any && comparison.Kind == ComparisonKind.Equal;
        if (!isIn && (subquery.Kind != SubqueryKind.All || comparison.Kind != ComparisonKind.NotEqual))
            return null;
        if (comparison.Left.Slots().Any(slot => slot != BoundQuantified.LeftSlot) || comparison.Right.Slots().Any(slot => slot != BoundQuantified.ElementSlot))
            return null;
        var operand = comparison.Left.Rewrite(node => node is BoundColumn ? subquery.Operands[0] : null);
        return new InSubqueryNode(
            CompileNode(operand, layout), subquery.Source, CompileNode(comparison.Right, new SlotLayout([BoundQuantified.ElementSlot])), !isIn);
    }

    private static EvalNode CompileSubquery(BoundSubquery subquery, SlotLayout layout)
    {
        if (CompileMembership(subquery, layout) is { } membership)
            return membership;
        var outer = new (int, EvalNode)[subquery.Source.OuterSlots.Count];
        for (var i = 0; i < outer.Length; i++)
        {
            var slot = subquery.Source.OuterSlots[i];
            var ordinal = layout.OrdinalOf(slot);
            outer[i] = (slot, ordinal >= 0 ? new OuterSlotNode(ordinal) : new InheritedSlotNode(slot));
        }

        EvalNode? comparison = null;
        if (subquery.Comparison is not null)
        {
            var slots = new List<int>();
            for (var i = 0; i < subquery.Operands.Count; i++)
            {
                slots.Add(BoundQuantified.LeftSlot - (2 * i));
                slots.Add(BoundQuantified.ElementSlot - (2 * i));
            }

            comparison = CompileNode(subquery.Comparison, new SlotLayout(slots));
        }

        return new SubqueryNode(subquery.Kind, subquery.Source, CompileAll(subquery.Operands, layout), comparison, outer, subquery.Type);
    }

    private static EvalNode[] CompileAll(IReadOnlyList<BoundExpression> expressions, SlotLayout layout)
    {
        var nodes = new EvalNode[expressions.Count];
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = CompileNode(expressions[i], layout);
        return nodes;
    }
}
