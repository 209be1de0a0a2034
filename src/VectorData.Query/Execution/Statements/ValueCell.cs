using System.Numerics.Tensors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;

namespace VectorData.Query.Execution.Statements;

/// <summary>One value of VALUES, converted to its column's type.</summary>
internal abstract class ValueCell
{
    /// <summary>A cell for an expression that is bound to the column's type.</summary>
    public static ValueCell Of(BoundExpression expression, SqlType type) => expression switch
    {
        BoundConstant constant => new Constant(constant.Value.WithType(type)),
        BoundParameter parameter => new Parameter(parameter.Index, type, ExpressionCompiler.Compile(parameter, SlotLayout.Empty)),
        BoundCast { Operand: BoundParameter parameter } cast => new Parameter(parameter.Index, type, ExpressionCompiler.Compile(cast, SlotLayout.Empty)),
        _ => new Computed(ExpressionCompiler.Compile(expression, SlotLayout.Empty)),
    };

    public static ValueCell Of(ColumnFiller filler) => new Default(filler);

    public abstract void Append(ColumnBuilder builder, StatementContext context);

    private sealed class Constant(Value value) : ValueCell
    {
        public override void Append(ColumnBuilder builder, StatementContext context) => builder.Append(value);
    }

    private sealed class Computed(CompiledExpression value) : ValueCell
    {
        public override void Append(ColumnBuilder builder, StatementContext context) => builder.Append(value.EvaluateScalar(context.Evaluation));
    }

    private sealed class Default(ColumnFiller filler) : ValueCell
    {
        public override void Append(ColumnBuilder builder, StatementContext context) => filler.Append(builder, context);
    }

    // A parameter that is of the column's type already goes in as it is; anything else takes the way of all expressions.
    private sealed class Parameter(int index, SqlType type, CompiledExpression converted) : ValueCell
    {
        public override void Append(ColumnBuilder builder, StatementContext context)
        {
            var value = context.Parameters[index];
            if (value.IsNull)
                builder.AppendNull();
            else if (Fits(value, type))
                builder.Append(value);
            else
                builder.Append(converted.EvaluateScalar(context.Evaluation));
        }

        private static bool Fits(in Value value, SqlType type)
        {
            if (type.IsText)
                return value.Type.IsText && type.Kind is not (TypeKind.Char or TypeKind.Name or TypeKind.InternalChar) && (!type.HasModifier || value.AsString().Length <= type.Modifier);
            if (value.Type.Kind != type.Kind)
                return false;
            return type.Kind switch
            {
                TypeKind.Vector => value.AsVector() is var vector && (!type.HasModifier || vector.Length == type.Modifier) && TensorPrimitives.IsFiniteAll<float>(vector),
                TypeKind.HalfVec => value.AsHalfVector() is var vector && (!type.HasModifier || vector.Length == type.Modifier) && TensorPrimitives.IsFiniteAll<Half>(vector),
                TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector => false,
                _ => !type.HasModifier,
            };
        }
    }
}
