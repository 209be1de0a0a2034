using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Constraints;
using VectorData.Query.Execution.Definitions;

namespace VectorData.Query.Execution.Statements;

/// <summary>Gives a column its values where a statement gives none.</summary>
internal abstract class ColumnFiller(SqlType type)
{
    protected SqlType Type { get; } = type;

    /// <summary>Identity and serial columns take from their sequence, others their default, NULL without one. Generated columns are NULL until computed.</summary>
    public static ColumnFiller For(Catalog catalog, ColumnDefinition column)
    {
        if (column.Generated is not null)
            return new Constant(column.Type, Value.Null(column.Type));
        if (column.IsRowVersion)
            return new Version(column.Type, RowVersions.Sequence(catalog));
        if (column.OwnedSequence is { } owned && catalog.FindSequence(owned) is { } sequence
            && (column.Identity != IdentityKind.None || column.Default == SequenceDefiner.DefaultText(sequence)))
            return new FromSequence(column.Type, owned);
        var value = TableExpressions.Default(column);
        return value is BoundConstant constant
            ? new Constant(column.Type, constant.Value.WithType(column.Type))
            : new Computed(column.Type, ExpressionCompiler.Compile(value, SlotLayout.Empty));
    }

    public abstract ColumnVector Fill(int count, StatementContext context);

    /// <summary>Appends one value.</summary>
    public abstract void Append(ColumnBuilder builder, StatementContext context);

    private sealed class Constant(SqlType type, Value value) : ColumnFiller(type)
    {
        public override ColumnVector Fill(int count, StatementContext context) => ColumnBuilder.Repeat(value, Type, count);

        public override void Append(ColumnBuilder builder, StatementContext context) => builder.Append(value);
    }

    private sealed class Computed(SqlType type, CompiledExpression value) : ColumnFiller(type)
    {
        public override ColumnVector Fill(int count, StatementContext context) => value.Evaluate(new Batch([], count), context.Evaluation);

        public override void Append(ColumnBuilder builder, StatementContext context) => builder.AppendFrom(Fill(1, context), 0);
    }

    private sealed class Version(SqlType type, SequenceId sequence) : ColumnFiller(type)
    {
        public override ColumnVector Fill(int count, StatementContext context) => RowVersions.Take(context, sequence, count);

        public override void Append(ColumnBuilder builder, StatementContext context) => builder.AppendFrom(Fill(1, context), 0);
    }

    private sealed class FromSequence(SqlType type, SequenceId sequence) : ColumnFiller(type)
    {
        public override ColumnVector Fill(int count, StatementContext context)
        {
            var builder = ColumnBuilder.For(Type, count);
            for (var i = 0; i < count; i++)
                Append(builder, context);
            return builder.Build();
        }

        public override void Append(ColumnBuilder builder, StatementContext context) =>
            builder.Append(Integers.Of(Type, context.Sequences.NextValue(sequence)));
    }
}
