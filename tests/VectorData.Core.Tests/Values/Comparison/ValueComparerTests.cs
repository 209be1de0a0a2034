using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Core.Values.Text;

namespace VectorData.Core.Tests.Values.Comparison;

public sealed class ValueComparerTests
{
    public static TheoryData<string> TypeTexts => [.. SampleValues.Types.Select(type => type.ToString())];

    [Theory]
    [InlineData("double precision", "-Infinity|-1|0|1|Infinity|NaN")]
    [InlineData("real", "-Infinity|-1|0|1|Infinity|NaN")]
    [InlineData("text", "|A|B|a|aa|b|\u00e9|\uffee|\U0001F600")]
    [InlineData("vector", "[1]|[1,2]|[1,3]|[2]|[2,-1]")]
    [InlineData("sparsevec", "{2:-1}/3|{}/3|{3:1}/3|{1:1}/3")]
    [InlineData("bit varying", "0|00|01|1|10")]
    [InlineData("interval", "-1 mon|-1 day|0|23 hours|1 day|1 mon|31 days")]
    [InlineData("bytea", "\\x|\\x00|\\x0000|\\x01|\\xff")]
    [InlineData("uuid", "00000000-0000-0000-0000-000000000001|01000000-0000-0000-0000-000000000000|ff000000-0000-0000-0000-000000000000")]
    [InlineData("jsonb", "null|\"a\"|\"b\"|1|2|false|true|[1]|[1, 2]|{\"a\": 1}|{\"a\": 2}|{\"a\": 1, \"b\": 1}")]
    [InlineData("date", "-infinity|0001-01-01|2024-01-01|infinity")]
    [InlineData("numeric", "-1.5|-1|0|0.001|1|1.5")]
    [InlineData("boolean", "f|t")]
    public void Values_stand_in_this_order(string typeName, string ascending)
    {
        var type = TypeNames.Resolve(typeName, [], 0);
        var values = ascending.Split('|').Select(text => ValueText.Parse(type, text)).ToArray();
        for (var i = 0; i < values.Length; i++)
            for (var j = 0; j < values.Length; j++)
                Assert.Equal(i.CompareTo(j), Math.Sign(ValueComparer.Instance.Compare(values[i], values[j])));
    }

    [Theory]
    [InlineData("numeric", "1.0", "1.00")]
    [InlineData("numeric", "0", "0.000")]
    [InlineData("double precision", "0", "-0")]
    [InlineData("interval", "1 mon", "30 days")]
    [InlineData("interval", "24:00", "1 day")]
    [InlineData("bpchar", "a", "a  ")]
    [InlineData("vector", "[0,1]", "[-0,1]")]
    [InlineData("jsonb", "[1.0, {\"a\": 2}]", "[1.00, {\"a\": 2.0}]")]
    public void Equal_values_hash_alike(string typeName, string left, string right)
    {
        var type = TypeNames.Resolve(typeName, [], 0);
        var x = ValueText.Parse(type, left);
        var y = ValueText.Parse(type, right);
        Assert.True(ValueComparer.Same(x, y));
        Assert.Equal(ValueComparer.Hash64(x), ValueComparer.Hash64(y));
    }

    [Theory]
    [MemberData(nameof(TypeTexts))]
    public void Columns_compare_and_hash_as_their_values_do(string typeText)
    {
        var type = SampleValues.Types.First(type => type.ToString() == typeText);
        var random = new Random(3);
        var values = Enumerable.Range(0, 60).Select(i => i % 9 == 0 ? Value.Null(type) : SampleValues.Random(type, random)).ToArray();
        var column = SampleValues.Column(type, values);
        var comparer = ColumnComparer.For(type);
        var hashes = new ulong[values.Length];
        comparer.Hash(column, hashes);
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                var order = ValueComparer.Instance.Compare(values[i], values[j]);
                Assert.Equal(Math.Sign(order), Math.Sign(comparer.Compare(column, i, column, j)));
                Assert.Equal(order == 0, comparer.Equal(column, i, column, j));
                if (order == 0)
                    Assert.Equal(hashes[i], hashes[j]);
            }
        }
    }

    [Fact]
    public void Json_has_no_order() =>
        Assert.Equal(SqlStates.UndefinedFunction, Assert.Throws<VectorDbException>(() => ColumnComparer.For(SqlType.Json)).SqlState);

    [Fact]
    public void Integers_of_all_widths_hash_alike()
    {
        Assert.Equal(ValueComparer.Hash64(Value.Of(42)), ValueComparer.Hash64(Value.Of(42L)));
        Assert.Equal(ValueComparer.Hash64(Value.Of((short)-1)), ValueComparer.Hash64(Value.Of(-1L)));
    }
}
