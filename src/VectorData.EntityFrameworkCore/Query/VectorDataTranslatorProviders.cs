using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using VectorData.EntityFrameworkCore.Query.Translators;

namespace VectorData.EntityFrameworkCore.Query;

internal sealed class VectorDataMethodCallTranslatorProvider : RelationalMethodCallTranslatorProvider
{
    public VectorDataMethodCallTranslatorProvider(RelationalMethodCallTranslatorProviderDependencies dependencies)
        : base(dependencies)
    {
        var sql = (VectorDataSqlExpressionFactory)dependencies.SqlExpressionFactory;
        AddTranslators(
        [
            new StringTranslator(sql),
            new PatternTranslator(sql),
            new MathTranslator(sql),
            new DateTimeMethodTranslator(sql),
            new ConvertTranslator(sql),
            new ToStringTranslator(sql),
            new ByteArrayTranslator(sql),
            new VectorTranslator(sql),
            new MiscellaneousTranslator(sql),
        ]);
    }
}

internal sealed class VectorDataMemberTranslatorProvider : RelationalMemberTranslatorProvider
{
    public VectorDataMemberTranslatorProvider(RelationalMemberTranslatorProviderDependencies dependencies)
        : base(dependencies)
    {
        var sql = (VectorDataSqlExpressionFactory)dependencies.SqlExpressionFactory;
        AddTranslators([new StringTranslator(sql), new DateTimeMemberTranslator(sql), new VectorTranslator(sql)]);
    }
}

internal sealed class VectorDataAggregateMethodCallTranslatorProvider : RelationalAggregateMethodCallTranslatorProvider
{
    public VectorDataAggregateMethodCallTranslatorProvider(RelationalAggregateMethodCallTranslatorProviderDependencies dependencies)
        : base(dependencies) =>
        AddTranslators([new AggregateTranslator((VectorDataSqlExpressionFactory)dependencies.SqlExpressionFactory)]);
}

/// <summary>Keeps calls whose value the database gives from being computed beforehand.</summary>
internal sealed class VectorDataEvaluatableExpressionFilter(
    EvaluatableExpressionFilterDependencies dependencies, RelationalEvaluatableExpressionFilterDependencies relationalDependencies)
    : RelationalEvaluatableExpressionFilter(dependencies, relationalDependencies)
{
    public override bool IsEvaluatableExpression(Expression expression, IModel model) =>
        !(expression is MethodCallExpression call && call.Method.DeclaringType == typeof(Guid)
            && call.Method.Name is (nameof(Guid.NewGuid) or nameof(Guid.CreateVersion7)))
        && base.IsEvaluatableExpression(expression, model);
}
