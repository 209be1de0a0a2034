using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Casts;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Query.Tests.Evaluation;
using VectorData.Sql;

namespace VectorData.Query.Tests.Binding;

public sealed class BindingTests
{
    private static readonly TestScope Scope = new(
        ("i", SqlType.Integer), ("s", SqlType.SmallInt), ("l", SqlType.BigInt), ("t", SqlType.Text), ("c", new SqlType(TypeKind.VarChar, 10)),
        ("d", SqlType.Date), ("z", SqlType.TimestampTz), ("v", SqlType.VectorOf(3)), ("h", new SqlType(TypeKind.HalfVec, 3)), ("b", SqlType.Boolean));

    [Theory]
    [InlineData("t + 1", "42883 operator does not exist: text + integer", 3, "No operator matches the given name and argument types. You might need to add explicit type casts.")]
    [InlineData("-t", "42883 operator does not exist: - text", 1, "No operator matches the given name and argument type. You might need to add an explicit type cast.")]
    [InlineData("1 + foo(i)", "42883 function foo(integer) does not exist", 5, "No function matches the given name and argument types. You might need to add explicit type casts.")]
    [InlineData("i = 'x'", "22P02 invalid input syntax for type integer: \"x\"", 5, null)]
    [InlineData("i::uuid", "42846 cannot cast type integer to uuid", 1, null)]
    [InlineData("i and b", "42804 argument of AND must be type boolean, not type integer", 1, null)]
    [InlineData("case when b then i else b end", "42804 CASE types boolean and integer cannot be matched", 18, null)]
    [InlineData("t::vector(3,4)", "22023 invalid type modifier", 4, null)]
    [InlineData("i::nothing", "42704 type \"nothing\" does not exist", 4, null)]
    [InlineData("i in (select 1)", "", 0, null)]
    public void Errors_name_the_place(string text, string expected, int position, string? hint)
    {
        if (expected.Length == 0)
        {
            Assert.Throws<NotSupportedException>(() => Bind(text));
            return;
        }

        var error = Assert.Throws<VectorDbException>(() => Bind(text));
        Assert.Equal(expected, $"{error.SqlState} {error.Message}");
        Assert.Equal(hint, error.Hint);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void A_condition_must_be_boolean()
    {
        var error = Assert.Throws<VectorDbException>(() => new ExpressionBinder(Scope, ParameterTable.None).BindCondition(SqlParser.ParseExpression("i"), "WHERE"));
        Assert.Equal("argument of WHERE must be type boolean, not type integer", error.Message);
    }

    [Theory]
    [InlineData("i = $1", "integer")]
    [InlineData("$1 = l", "bigint")]
    [InlineData("i + $1", "integer")]
    [InlineData("t like $1", "text")]
    [InlineData("v <-> $1", "vector")]
    [InlineData("h <=> $1", "halfvec")]
    [InlineData("d > $1", "date")]
    [InlineData("z - $1", "timestamp with time zone")]
    [InlineData("i = any($1)", "integer[]")]
    [InlineData("i in (1, $1)", "integer")]
    [InlineData("coalesce(t, $1)", "text")]
    [InlineData("case when b then d else $1 end", "date")]
    [InlineData("$1::interval", "interval")]
    [InlineData("abs(i) between $1 and 3", "integer")]
    [InlineData("$1 and b", "boolean")]
    [InlineData("left(t, $1)", "integer")]
    [InlineData("c = $1", "text")]
    public void Parameters_take_the_type_of_their_place(string text, string type)
    {
        var table = new ParameterTable(["1"]);
        new ExpressionBinder(Scope, table).BindResult(SqlParser.ParseExpression(text));
        Assert.Equal(type, table.Complete()[0].Name);
    }

    [Fact]
    public void A_parameter_without_a_place_needs_a_type()
    {
        var error = Assert.Throws<VectorDbException>(() => new ParameterTable(["1"]).Complete());
        Assert.Equal("42P18 could not determine data type of parameter $1", $"{error.SqlState} {error.Message}");
    }

    [Fact]
    public void Hints_of_text_and_vectors_yield_to_the_place_and_numbers_do_not()
    {
        Assert.Equal(SqlType.Date, Infer("d = @p", SqlType.Text));
        Assert.Equal(SqlType.HalfVec, Infer("h <-> @p", SqlType.VectorOf(3)));
        Assert.Equal(SqlType.BigInt, Infer("i = @p", SqlType.BigInt));
        Assert.Equal(SqlType.Text, Infer("@p", SqlType.Text));
        Assert.Equal(SqlType.Vector, Infer("@p <-> @p", SqlType.VectorOf(3)));
    }

    [Fact]
    public void Given_values_become_the_settled_types()
    {
        var given = new[] { Value.Of("2024-05-06"), Value.Of(5), Value.Of(new float[] { 1, 2 }), default };
        var converted = ParameterTable.Convert(
            [SqlType.Date, SqlType.Numeric, SqlType.ArrayOf(SqlType.Real), SqlType.Uuid], ["1", "2", "3", "4"], given, TimeZoneInfo.Utc);
        Assert.Equal(["2024-05-06", "5", "{1,2}", "NULL"], converted.Select(value => ValueText.Format(value)));
        Assert.Equal(SqlType.Uuid, converted[3].Type);
    }

    [Fact]
    public void Given_vectors_must_be_finite_and_have_dimensions()
    {
        Assert.Equal("NaN not allowed in vector", Refusal(Value.Of(new[] { float.NaN })));
        Assert.Equal("vector must have at least 1 dimension", Refusal(Value.Of(Array.Empty<float>())));
        Assert.Equal("infinite value not allowed in vector", Refusal(Value.Of(new[] { float.PositiveInfinity })));

        static string Refusal(Value value) =>
            Assert.Throws<VectorDbException>(() => ParameterTable.Convert([SqlType.Vector], ["v"], [value], TimeZoneInfo.Utc)).Message;
    }

    [Fact]
    public void A_value_of_another_kind_is_refused_by_name()
    {
        var error = Assert.Throws<VectorDbException>(() => ParameterTable.Convert([SqlType.Uuid], ["id"], [Value.Of(5)], TimeZoneInfo.Utc));
        Assert.Equal("42804 parameter @id is of type uuid, but the value given is of type integer", $"{error.SqlState} {error.Message}");
    }

    [Fact]
    public void Literals_beside_columns_are_read_as_the_column_is_stored()
    {
        var comparison = Assert.IsType<BoundComparison>(Bind("s = 5"));
        Assert.IsType<BoundColumn>(comparison.Left);
        Assert.Equal(SqlType.SmallInt, comparison.Right.Type);
        comparison = Assert.IsType<BoundComparison>(Bind("c = 'x'"));
        Assert.IsType<BoundColumn>(comparison.Left);
        comparison = Assert.IsType<BoundComparison>(Bind("d >= '2024-01-01'"));
        Assert.Equal(SqlType.Date, Assert.IsType<BoundConstant>(comparison.Right).Type);
    }

    [Fact]
    public void Constants_are_folded_and_errors_in_them_wait_until_reached()
    {
        Assert.Equal(7, Assert.IsType<BoundConstant>(Bind("1 + 2 * 3")).Value.AsInt32());
        Assert.IsType<BoundCall>(Bind("1 / 0"));
        Assert.IsNotType<BoundConstant>(Bind("now()"));
        Assert.IsNotType<BoundConstant>(Bind("random()"));
        Assert.IsNotType<BoundConstant>(Bind("timestamptz '2024-01-01 10:00'"));
        Assert.IsType<BoundConstant>(Bind("timestamptz '2024-01-01 10:00Z'"));
        Assert.IsNotType<BoundConstant>(Bind("date 'today'"));
    }

    [Fact]
    public void Equal_expressions_at_two_places_are_equal()
    {
        Assert.Equal(Bind("i + 1 * l"), Bind(" i  + 1 * l"));
        Assert.Equal(Bind("lower(t) like 'a%'").GetHashCode(), Bind("lower(t)  like 'a%'").GetHashCode());
        Assert.NotEqual(Bind("i + 1"), Bind("i + 2"));
        Assert.NotEqual(Bind("v <-> '[1,2,3]'"), Bind("v <-> '[1,2,4]'"));
        Assert.Equal(Bind("v <-> '[1,2,3]'"), Bind("v <-> '[1,2, 3]'"));
    }

    [Fact]
    public void Assignment_checks_lengths_and_dimensions()
    {
        Assert.Equal("22001 value too long for type character varying(3)", Refusal("'abcd'", new SqlType(TypeKind.VarChar, 3)));
        Assert.Equal("abc", Assigned("'abc  '", new SqlType(TypeKind.VarChar, 3)));
        Assert.Equal("22000 expected 3 dimensions, not 2", Refusal("'[1,2]'", SqlType.VectorOf(3)));
        Assert.Equal("[1,2,3]", Assigned("array[1,2,3]", SqlType.VectorOf(3)));
        Assert.Equal("22000 expected 2 dimensions, not 3", Refusal("array[1,2,3]", SqlType.VectorOf(2)));
        Assert.Equal("42804 column \"x\" is of type integer but expression is of type text", Refusal("'1'::text", SqlType.Integer));
        Assert.Equal("2", Assigned("1.5", SqlType.Integer));
        Assert.Equal("1.50", Assigned("1.499", SqlType.NumericOf(5, 2)));
        Assert.Equal("22003 numeric field overflow", Refusal("1000", SqlType.NumericOf(5, 2)));
        Assert.Equal("22026 bit string length 2 does not match type bit(3)", Refusal("B'10'", new SqlType(TypeKind.Bit, 3)));
        Assert.Equal("22003 smallint out of range", Refusal("40000", SqlType.SmallInt));
        Assert.Equal("5", Assigned("5", SqlType.Text));
    }

    private static string Assigned(string text, SqlType target) => ValueText.Format(ExpressionCompiler.Evaluate(
        AssignmentCast.Bind(new ExpressionBinder(Scope, ParameterTable.None).Bind(SqlParser.ParseExpression(text)), target, "x", ParameterTable.None), new EvaluationContext()));

    private static string Refusal(string text, SqlType target)
    {
        var error = Assert.Throws<VectorDbException>(() => Assigned(text, target));
        return $"{error.SqlState} {error.Message}";
    }

    private static SqlType Infer(string text, SqlType hint)
    {
        var table = new ParameterTable(["p"], [hint]);
        new ExpressionBinder(Scope, table).BindResult(SqlParser.ParseExpression(text));
        return table.Complete()[0];
    }

    private static BoundExpression Bind(string text) => new ExpressionBinder(Scope, ParameterTable.None).BindResult(SqlParser.ParseExpression(text));
}
