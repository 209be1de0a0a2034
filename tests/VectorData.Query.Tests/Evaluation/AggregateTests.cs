using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Query.Evaluation.Aggregates;
using VectorData.Sql;

namespace VectorData.Query.Tests.Evaluation;

public sealed class AggregateTests
{
    [Theory]
    [InlineData("count(x)", "integer", "1,2,NULL", "bigint: 2")]
    [InlineData("count(*)", "integer", "1,2,NULL", "bigint: 3")]
    [InlineData("count(x)", "integer", "", "bigint: 0")]
    [InlineData("sum(x)", "integer", "1,2,NULL", "bigint: 3")]
    [InlineData("sum(x)", "integer", "2147483647,2147483647", "bigint: 4294967294")]
    [InlineData("sum(x)", "integer", "", "bigint: NULL")]
    [InlineData("sum(x)", "integer", "NULL", "bigint: NULL")]
    [InlineData("sum(x)", "smallint", "1,2", "bigint: 3")]
    [InlineData("sum(x)", "bigint", "9223372036854775807,1", "numeric: 9223372036854775808")]
    [InlineData("sum(x)", "real", "1.5,2", "real: 3.5")]
    [InlineData("sum(x)", "double precision", "1.5,2", "double precision: 3.5")]
    [InlineData("sum(x)", "numeric", "1.10,2.205", "numeric: 3.305")]
    [InlineData("sum(x)", "interval", "1 day,2 hours", "interval: 1 day 02:00:00")]
    [InlineData("avg(x)", "integer", "1,2,NULL", "numeric: 1.5000000000000000")]
    [InlineData("avg(x)", "integer", "1,1,2", "numeric: 1.3333333333333333")]
    [InlineData("avg(x)", "bigint", "10,20", "numeric: 15.0000000000000000")]
    [InlineData("avg(x)", "numeric", "1.5,2.25", "numeric: 1.8750000000000000")]
    [InlineData("avg(x)", "double precision", "1,2", "double precision: 1.5")]
    [InlineData("avg(x)", "interval", "1 day,2 days", "interval: 1 day 12:00:00")]
    [InlineData("min(x)", "integer", "3,1,NULL,2", "integer: 1")]
    [InlineData("max(x)", "integer", "3,1,NULL,2", "integer: 3")]
    [InlineData("max(x)", "text", "a,B,b", "text: b")]
    [InlineData("min(x)", "text", "a,B,b", "text: B")]
    [InlineData("max(x)", "double precision", "1,NaN,2", "double precision: NaN")]
    [InlineData("min(x)", "double precision", "NaN,2,1", "double precision: 1")]
    [InlineData("max(x)", "date", "2024-01-01,2023-05-05", "date: 2024-01-01")]
    [InlineData("min(x)", "numeric", "1.10,1.1,2", "numeric: 1.10")]
    [InlineData("bool_and(x)", "boolean", "t,f,NULL", "boolean: f")]
    [InlineData("bool_or(x)", "boolean", "t,f,NULL", "boolean: t")]
    [InlineData("every(x)", "boolean", "NULL", "boolean: NULL")]
    [InlineData("string_agg(x, '-')", "text", "a,NULL,b", "text: a-b")]
    [InlineData("array_agg(x)", "integer", "1,NULL,2", "integer[]: {1,NULL,2}")]
    [InlineData("array_agg(x)", "integer", "", "integer[]: NULL")]
    [InlineData("stddev(x)", "integer", "1,2,3,4", "numeric: 1.2909944487358056")]
    [InlineData("variance(x)", "integer", "1,2,3,4", "numeric: 1.6666666666666667")]
    [InlineData("var_pop(x)", "integer", "1,2,3,4", "numeric: 1.2500000000000000")]
    [InlineData("stddev_pop(x)", "double precision", "1,2,3,4", "double precision: 1.118033988749895")]
    [InlineData("variance(x)", "integer", "1", "numeric: NULL")]
    [InlineData("bit_or(x)", "integer", "1,2,4", "integer: 7")]
    [InlineData("jsonb_agg(x)", "integer", "1,NULL", "jsonb: [1, null]")]
    [InlineData("max(x)", "smallint", "1,7", "smallint: 7")]
    public void Over_one_group(string call, string type, string values, string expected) => Assert.Equal(expected, Run(call, Type(type), values.Split(',')));

    [Fact]
    public void Vectors_are_summed_element_by_element()
    {
        Assert.Equal("vector: [4,6]", Run("sum(x)", SqlType.VectorOf(2), "[1,2]", "[3,4]", "NULL"));
        Assert.Equal("vector: [2,3]", Run("avg(x)", SqlType.Vector, "[1,2]", "[3,4]"));
        Assert.Equal("halfvec: [2,3]", Run("avg(x)", SqlType.HalfVec, "[1,2]", "[3,4]"));
        Assert.Equal("vector: NULL", Run("avg(x)", SqlType.Vector, "NULL"));
        Assert.Equal("vector: [1,9]", Run("min(x)", SqlType.VectorOf(2), "[2,0]", "[1,9]"));
    }

    [Fact]
    public void Vectors_of_mixed_dimensions_are_refused()
    {
        Assert.Equal("expected 2 dimensions, not 1", Assert.Throws<VectorDbException>(() => Run("avg(x)", SqlType.Vector, "[1,2]", "[3]")).Message);
        Assert.Equal("different vector dimensions 2 and 1", Assert.Throws<VectorDbException>(() => Run("sum(x)", SqlType.Vector, "[1,2]", "[3]")).Message);
    }

    [Fact]
    public void A_sum_beyond_its_type_is_an_error()
    {
        var error = Assert.Throws<VectorDbException>(() => Run("sum(x)", SqlType.Numeric, "79228162514264337593543950335", "1"));
        Assert.Equal(SqlStates.NumericValueOutOfRange, error.SqlState);
    }

    [Theory]
    [InlineData("sum(x)")]
    [InlineData("avg(x)")]
    [InlineData("min(x)")]
    [InlineData("max(x)")]
    [InlineData("count(x)")]
    [InlineData("array_agg(x)")]
    [InlineData("stddev(x)")]
    [InlineData("bit_xor(x)")]
    public void Groups_give_what_each_group_gives_alone(string call)
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 500).Select(_ => random.Next(5) == 0 ? "NULL" : random.Next(-50, 50).ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var groups = values.Select(_ => random.Next(7)).ToArray();
        var column = Column(SqlType.Integer, values);
        var rows = Enumerable.Range(0, 500).Where(i => i % 3 != 0).ToArray();
        var (aggregate, state) = Create(call, SqlType.Integer);
        ColumnVector[] arguments = [column];
        state.Add(new AggregateInput { Arguments = arguments, Length = 500, HasRows = true, Rows = rows, Groups = rows.Select(row => groups[row]).ToArray() }, 7, new EvaluationContext());
        var together = state.Finish(8);
        for (var group = 0; group < 8; group++)
        {
            var own = rows.Where(row => groups[row] == group).Select(row => values[row]).ToArray();
            Assert.Equal(Run(call, SqlType.Integer, own), $"{aggregate.Type.Name}: {ValueText.Format(together.GetValue(group))}");
        }
    }

    [Theory]
    [InlineData("sum(t)", "42883 function sum(text) does not exist")]
    [InlineData("count()", "42809 count(*) must be used to call a parameterless aggregate function")]
    [InlineData("lower(distinct t)", "42809 DISTINCT specified, but lower is not an aggregate function")]
    [InlineData("lower(*)", "42809 lower(*) specified, but lower is not an aggregate function")]
    [InlineData("count(x) filter (where x)", "42804 argument of FILTER must be type boolean, not type integer")]
    [InlineData("string_agg(distinct t, ',' order by x)", "42P10 in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list")]
    public void Wrong_calls(string call, string expected)
    {
        var scope = new TestScope(("x", SqlType.Integer), ("t", SqlType.Text));
        var error = Assert.Throws<VectorDbException>(() => new ExpressionBinder(scope, ParameterTable.None).Bind(SqlParser.ParseExpression(call)));
        Assert.Equal(expected, $"{error.SqlState} {error.Message}");
    }

    private static SqlType Type(string name) => TypeNames.Resolve(name, [], 0);

    private static string Run(string call, SqlType type, params string[] values)
    {
        var column = Column(type, values is [""] ? [] : values);
        var (aggregate, state) = Create(call, type);
        ColumnVector[] arguments = aggregate.Arguments.Count == 2
            ? [column, ColumnBuilder.Repeat(((BoundConstant)aggregate.Arguments[1]).Value, SqlType.Text, column.Length)]
            : [column];
        state.Add(new AggregateInput { Arguments = arguments, Length = column.Length }, 1, new EvaluationContext());
        return $"{aggregate.Type.Name}: {ValueText.Format(state.Finish(1).GetValue(0))}";
    }

    private static (BoundAggregate Aggregate, IAggregateState State) Create(string call, SqlType type)
    {
        var scope = new TestScope(("x", type));
        new ExpressionBinder(scope, ParameterTable.None).Bind(SqlParser.ParseExpression(call));
        var aggregate = scope.Aggregates[0];
        return (aggregate, aggregate.Function.CreateState([.. aggregate.Arguments.Select(argument => argument.Type)], aggregate.Type));
    }

    private static ColumnVector Column(SqlType type, string[] values)
    {
        var builder = ColumnBuilder.For(type);
        foreach (var value in values)
            builder.Append(value == "NULL" ? Value.Null(type) : ValueText.Parse(type, value));
        return builder.Build();
    }
}
