using VectorData.Core.Errors;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Sql;

namespace VectorData.Query.Tests.Evaluation;

/// <summary>One line a case, <c>expression ⇶ type: text</c> or <c>expression ⇶ ERROR state message</c>; what PostgreSQL 15 and pgvector 0.8 answer.</summary>
public sealed class ExpressionCaseTests
{
    public static TheoryData<string, string> Operators => CaseFile.Read("operators.txt");

    public static TheoryData<string, string> Functions => CaseFile.Read("functions.txt");

    public static TheoryData<string, string> Resolution => CaseFile.Read("resolution.txt");

    public static TheoryData<string, string> Vectors => CaseFile.Read("vectors.txt");

    public static TheoryData<string, string> Differences => CaseFile.Read("differences.txt");

    [Theory]
    [MemberData(nameof(Operators))]
    public void Operators_and_casts(string expression, string expected) => Assert.Equal(expected, Answer(expression));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Scalar_functions(string expression, string expected) => Assert.Equal(expected, Answer(expression));

    [Theory]
    [MemberData(nameof(Resolution))]
    public void Overloads_precedence_and_number_forms(string expression, string expected) => Assert.Equal(expected, Answer(expression));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_operators_and_functions(string expression, string expected) => Assert.Equal(expected, Answer(expression));

    [Theory]
    [MemberData(nameof(Differences))]
    public void Where_the_answer_differs_from_PostgreSQL_on_purpose(string expression, string expected) => Assert.Equal(expected, Answer(expression));

    private static string Answer(string expression)
    {
        try
        {
            var binder = new ExpressionBinder(new NoColumnsScope("SELECT"), ParameterTable.None);
            var bound = binder.BindResult(SqlParser.ParseExpression(expression));
            var value = ExpressionCompiler.Evaluate(bound, new EvaluationContext());
            return $"{bound.Type.Name}: {ValueText.Format(value)}".Replace("\n", "\\n", StringComparison.Ordinal);
        }
        catch (VectorDbException e)
        {
            return $"ERROR {e.SqlState} {e.Message}";
        }
    }
}
