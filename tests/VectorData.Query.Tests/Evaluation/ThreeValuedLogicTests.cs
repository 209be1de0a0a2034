using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Sql;

namespace VectorData.Query.Tests.Evaluation;

/// <summary>All combinations of true, false and NULL, as columns, as values and as filters.</summary>
public sealed class ThreeValuedLogicTests
{
    private static readonly bool?[] States = [true, false, null];
    private static readonly TestScope Scope = new(("p", SqlType.Boolean), ("q", SqlType.Boolean), ("x", SqlType.Integer));

    private static readonly Batch AllPairs = MakePairs();

    [Theory]
    [InlineData("p and q", "T F N F F F N F N")]
    [InlineData("p or q", "T T T T F N T N N")]
    [InlineData("not p", "F F F T T T N N N")]
    [InlineData("p = q", "T F N F T N N N N")]
    [InlineData("p <> q", "F T N T F N N N N")]
    [InlineData("p is not distinct from q", "T F F F T F F F T")]
    [InlineData("p is true", "T T T F F F F F F")]
    [InlineData("p is not true", "F F F T T T T T T")]
    [InlineData("p is unknown", "F F F F F F T T T")]
    [InlineData("p in (q, true)", "T T T F T N N N N")]
    [InlineData("p in (true, null)", "T T T N N N N N N")]
    [InlineData("p not in (true, null)", "F F F N N N N N N")]
    [InlineData("not (p and q)", "F T N T T T N T N")]
    [InlineData("not (p or q)", "F F F F T N F N N")]
    [InlineData("case when p then q else not q end", "T F N F T N F T N")]
    [InlineData("coalesce(p, q)", "T T T F F F T F N")]
    [InlineData("nullif(p, q)", "N T T F N F N N N")]
    [InlineData("p and null", "N N N F F F N N N")]
    [InlineData("p or null", "T T T N N N N N N")]
    public void Truth_tables(string text, string expected)
    {
        var bound = new ExpressionBinder(Scope, ParameterTable.None).BindResult(SqlParser.ParseExpression(text));
        var column = ExpressionCompiler.Compile(bound, Scope.Layout).Evaluate(AllPairs, new EvaluationContext());
        var answers = Enumerable.Range(0, 9).Select(row => column.IsNull(row) ? "N" : column.GetValue(row).AsBoolean() ? "T" : "F").ToArray();
        Assert.Equal(expected, string.Join(' ', answers));
        var filtered = ExpressionCompiler.CompilePredicate(bound, Scope.Layout).Select(AllPairs, new EvaluationContext());
        Assert.Equal(Enumerable.Range(0, 9).Where(row => answers[row] == "T"), Enumerable.Range(0, filtered.Count).Select(filtered.RowAt));
    }

    [Theory]
    [InlineData("x <> 0 and 10 / x > 1")]
    [InlineData("case when x = 0 then false else 10 / x > 1 end")]
    [InlineData("not (x = 0 or 10 / x <= 1)")]
    [InlineData("coalesce(nullif(x = 0, false), 10 / x <= 1) is false")]
    public void A_test_guards_what_comes_after_it(string text)
    {
        var bound = new ExpressionBinder(Scope, ParameterTable.None).BindResult(SqlParser.ParseExpression(text));
        var filtered = ExpressionCompiler.CompilePredicate(bound, Scope.Layout).Select(AllPairs, new EvaluationContext());
        Assert.Equal([1, 2, 3, 4, 5, 7, 8], Enumerable.Range(0, filtered.Count).Select(filtered.RowAt));
    }

    private static Batch MakePairs()
    {
        var builders = Scope.Types.Select(type => ColumnBuilder.For(type)).ToArray();
        var number = 0;
        foreach (var p in States)
        {
            foreach (var q in States)
            {
                builders[0].Append(p is { } left ? Value.Of(left) : Value.Null(SqlType.Boolean));
                builders[1].Append(q is { } right ? Value.Of(right) : Value.Null(SqlType.Boolean));
                builders[2].Append(Value.Of(number++ % 6));
            }
        }

        return new Batch([.. builders.Select(builder => builder.Build())], 9);
    }
}
