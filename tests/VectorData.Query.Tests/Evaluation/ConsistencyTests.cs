using CsCheck;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Sql;

namespace VectorData.Query.Tests.Evaluation;

/// <summary>Random expressions over random columns: a whole batch, a selection of it, and each row by itself must agree, errors included.</summary>
public sealed class ConsistencyTests
{
    private const int Rows = 200;
    private const int Iterations = 300;

    private static readonly TestScope Scope = new(
        ("i", SqlType.Integer), ("j", SqlType.Integer), ("l", SqlType.BigInt), ("s", SqlType.SmallInt), ("d", SqlType.Double), ("f", SqlType.Real),
        ("n", SqlType.Numeric), ("b", SqlType.Boolean), ("c", SqlType.Boolean), ("t", SqlType.Text), ("u", SqlType.Text), ("v", SqlType.VectorOf(3)),
        ("w", SqlType.Vector), ("a", SqlType.ArrayOf(SqlType.Integer)), ("h", new SqlType(TypeKind.Char, 3)), ("e", SqlType.Date));

    private static readonly Gen<string> Number = Gen.Recursive<string>((depth, self) => depth > 3
        ? Pick("i", "j", "l", "s", "1", "2", "0", "d")
        : Gen.OneOf(
            Pick("i", "j", "l", "s", "d", "f", "n", "1", "0", "-3", "2.5", "null::int", "length(t)", "vector_dims(v)", "cardinality(a)", "a[1]"),
            Gen.Select(self, Pick("+", "-", "*", "/", "%"), self, (x, op, y) => $"({x} {op} {y})"),
            Gen.Select(self, self, (x, y) => $"coalesce({x}, {y})"),
            Gen.Select(self, self, (x, y) => $"greatest({x}, {y})"),
            Gen.Select(Pick("b", "c", "i < j", "t = u", "l > 5", "i is null"), self, self, (p, x, y) => $"(case when {p} then {x} else {y} end)"),
            Gen.Select(Pick("v <-> w", "v <=> '[1,2,3]'", "w <#> v", "v <+> v"), x => $"({x})"),
            Gen.Select(Pick("abs", "sign", "floor", "-"), self, (name, x) => $"{name}({x})")));

    private static readonly Gen<string> Text = Gen.OneOf(
        Pick("t", "u", "'ab'", "null::text", "h", "lower(t)", "t || u", "left(t, 2)", "i::text", "coalesce(t, u)"),
        Gen.Select(Pick("t", "u"), Pick("t", "'x'"), (x, y) => $"concat({x}, {y})"));

    private static readonly Gen<string> Symbol = Pick("=", "<>", "<", "<=", ">", ">=");

    private static readonly Gen<string> Condition = Gen.Recursive<string>((depth, self) => depth > 3
        ? Pick("b", "c", "true", "false", "null::boolean", "i = 1")
        : Gen.OneOf(
            Gen.Select(Number, Symbol, Number, (x, op, y) => $"({x} {op} {y})"),
            Gen.Select(Pick("i", "l", "s", "d", "f", "n"), Symbol, Pick("0", "2", "1.5", "null", "-7"), (x, op, y) => $"({x} {op} {y})"),
            Gen.Select(Text, Symbol, Text, (x, op, y) => $"({x} {op} {y})"),
            Gen.Select(Text, Pick("like 'a%'", "like '%b'", "ilike '%B%'", "not like '_b%'", "in ('ab', 'b', '')", "not in ('ab', null)", "is null"), (x, test) => $"({x} {test})"),
            Gen.Select(Number, Pick("in (1, 2, 3)", "not in (1, 2)", "in (1, null)", "is not null", "between 0 and 3", "= any(a)", "is distinct from 1", "= any(array[1,2,null])"), (x, test) => $"({x} {test})"),
            Gen.Select(self, self, (x, y) => $"({x} and {y})"),
            Gen.Select(self, self, (x, y) => $"({x} or {y})"),
            Gen.Select(self, self, self, (x, y, z) => $"({x} or {y} or not {z})"),
            Gen.Select(self, x => $"(not {x})"),
            Gen.Select(self, Pick("true", "not false", "unknown", "not unknown"), (x, test) => $"({x} is {test})"),
            Pick("(v = w)", "(v < '[1,2,3]')", "(a && array[1,2])", "(e > date '2024-01-05')", "(h = 'a')")));

    [Fact]
    public void Batches_selections_and_single_rows_agree() =>
        Gen.Select(Gen.OneOf(Number, Condition, Text), Gen.UInt, Gen.Double[0, 1], (text, seed, share) => (text, seed, share))
            .Sample(item => Check(item.text, item.seed, item.share), iter: Iterations);

    [Fact]
    public void Filters_pick_the_rows_whose_condition_is_true() =>
        Gen.Select(Condition, Gen.UInt, Gen.Double[0, 1], (text, seed, share) => (text, seed, share))
            .Sample(item => CheckFilter(item.text, item.seed, item.share), iter: Iterations);

    [Fact]
    public void Most_random_expressions_have_types_that_fit()
    {
        var bound = 0;
        Gen.OneOf(Number, Condition, Text).Sample(text => Interlocked.Add(ref bound, TryCompile(text) is null ? 0 : 1), iter: 200);
        Assert.InRange(bound, 100, 10_000);
    }

    private static Gen<string> Pick(params string[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static void Check(string text, uint seed, double share)
    {
        var random = new Random((int)seed);
        var batch = RandomBatch(random);
        if (TryCompile(text) is not { } expression)
            return;
        var compiled = ExpressionCompiler.Compile(expression, Scope.Layout);
        var context = new EvaluationContext();
        var single = new Answer[Rows];
        for (var row = 0; row < Rows; row++)
            single[row] = Evaluate(() => compiled.Evaluate(Slice(batch, row), context).GetValue(0));
        var selection = Enumerable.Range(0, Rows).Where(_ => random.NextDouble() < share).ToArray();
        foreach (var rows in (int[][])[[.. Enumerable.Range(0, Rows)], selection])
        {
            if (rows.Length == 0)
                continue;
            var selected = rows.Length == Rows ? batch : batch.Select(rows);
            var answer = EvaluateColumn(() => compiled.Evaluate(selected, context));
            if (answer.Error is { } error)
            {
                Assert.True(rows.Any(row => single[row].Error == error), $"{text}: {error} comes from no selected row");
                continue;
            }

            Assert.DoesNotContain(rows, row => single[row].Error is not null);
            Assert.Equal(Rows, answer.Column!.Length);
            foreach (var row in rows)
                AssertSame(text, single[row].Value, answer.Column.GetValue(row));
        }
    }

    private static void CheckFilter(string text, uint seed, double share)
    {
        var random = new Random((int)seed);
        var batch = RandomBatch(random);
        if (TryCompile(text) is not { } expression)
            return;
        var rows = Enumerable.Range(0, Rows).Where(_ => random.NextDouble() < share).ToArray();
        var selected = share > 0.8 ? batch : batch.Select(rows);
        if (share > 0.8)
            rows = [.. Enumerable.Range(0, Rows)];
        var compiled = ExpressionCompiler.Compile(expression, Scope.Layout);
        var predicate = ExpressionCompiler.CompilePredicate(expression, Scope.Layout);
        var context = new EvaluationContext();
        Batch filtered;
        try
        {
            filtered = predicate.Select(selected, context);
        }
        catch (VectorDbException)
        {
            return;
        }

        var expected = rows.Where(row => Evaluate(() => compiled.Evaluate(Slice(batch, row), context).GetValue(0)) is { Error: null } answer
            && !answer.Value.IsNull && answer.Value.AsBoolean()).ToArray();
        var actual = Enumerable.Range(0, filtered.Count).Select(filtered.RowAt).ToArray();
        Assert.True(expected.SequenceEqual(actual), $"{text}: expected rows {string.Join(',', expected)}, got {string.Join(',', actual)}");
    }

    private static BoundExpression? TryCompile(string text)
    {
        try
        {
            return new ExpressionBinder(Scope, ParameterTable.None).BindResult(SqlParser.ParseExpression(text));
        }
        catch (VectorDbException e) when (e.SqlState is SqlStates.DatatypeMismatch or SqlStates.UndefinedFunction or SqlStates.CannotCoerce)
        {
            return null;
        }
    }

    private static void AssertSame(string text, in Value expected, in Value actual) => Assert.True(
        ValueComparer.Same(expected, actual) || (Near(expected) is { } x && Near(actual) is { } y && Math.Abs(x - y) <= 1e-5 * Math.Max(1, Math.Abs(x))),
        $"{text}: {ValueText.Format(expected)} alone, {ValueText.Format(actual)} among others");

    // Kernels for many rows add up in another order.
    private static double? Near(in Value value) => !value.IsNull && value.Type.Kind == TypeKind.Double ? value.AsDouble() : null;

    private static Answer Evaluate(Func<Value> evaluate)
    {
        try
        {
            return new Answer(evaluate(), null);
        }
        catch (VectorDbException e)
        {
            return new Answer(default, e.SqlState + " " + e.Message);
        }
    }

    private static (ColumnVector? Column, string? Error) EvaluateColumn(Func<ColumnVector> evaluate)
    {
        try
        {
            return (evaluate(), null);
        }
        catch (VectorDbException e)
        {
            return (null, e.SqlState + " " + e.Message);
        }
    }

    private static Batch Slice(Batch batch, int row) => new([.. batch.Columns.Select(column => column.Slice(row, 1))], 1);

    private static Batch RandomBatch(Random random)
    {
        var builders = Scope.Types.Select(type => ColumnBuilder.For(type)).ToArray();
        var withNulls = builders.Select(_ => random.Next(3) == 0).ToArray();
        for (var row = 0; row < Rows; row++)
            for (var i = 0; i < builders.Length; i++)
                builders[i].Append(withNulls[i] && random.Next(4) == 0 ? Value.Null(Scope.Types[i]) : RandomValue(Scope.Types[i], random));
        return new Batch([.. builders.Select(builder => builder.Build())], Rows);
    }

    private static Value RandomValue(SqlType type, Random random) => type.Kind switch
    {
        TypeKind.Integer => Value.Of(random.Next(20) == 0 ? int.MaxValue : random.Next(-5, 6)),
        TypeKind.BigInt => Value.Of((long)random.Next(-20, 20)),
        TypeKind.SmallInt => Value.Of((short)random.Next(-5, 5)),
        TypeKind.Double => Value.Of(random.Next(10) switch { 0 => double.NaN, 1 => double.PositiveInfinity, _ => random.Next(-9, 9) / 2.0 }),
        TypeKind.Real => Value.Of(random.Next(-9, 9) / 4f),
        TypeKind.Numeric => Value.Of(random.Next(-900, 900) / 100m),
        TypeKind.Boolean => Value.Of(random.Next(2) == 0),
        TypeKind.Text => Value.Of(new string([.. Enumerable.Range(0, random.Next(4)).Select(_ => "abBä"[random.Next(4)])])),
        TypeKind.Char => Value.FromContent(type, "ab "[..random.Next(4)].PadRight(3)),
        TypeKind.Date => Value.OfDate(8766 + random.Next(10)),
        TypeKind.Vector => Value.FromContent(type, (float[])[random.Next(3), random.Next(3), 1 + random.Next(3)]),
        _ => Value.FromContent(type, new SqlArray(SqlType.Integer, [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(8) == 0 ? Value.Null(SqlType.Integer) : Value.Of(random.Next(4)))])),
    };

    private readonly record struct Answer(Value Value, string? Error);
}
