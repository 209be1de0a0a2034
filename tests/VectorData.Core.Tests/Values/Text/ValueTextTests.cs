using System.Buffers;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values.Comparison;
using VectorData.Core.Values.Text;

namespace VectorData.Core.Tests.Values.Text;

public sealed class ValueTextTests
{
    public static TheoryData<string> TypeTexts => [.. SampleValues.Types.Select(type => type.ToString())];

    [Theory]
    [MemberData(nameof(TypeTexts))]
    public void What_is_written_reads_back_the_same(string typeText)
    {
        var type = SampleValues.Types.First(type => type.ToString() == typeText);
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var value = SampleValues.Random(type, random);
            var text = ValueText.Format(value);
            var back = ValueText.Parse(type, text);
            Assert.True(ValueComparer.Same(value, back), $"{text} became {ValueText.Format(back)}");
            Assert.Equal(text, ValueText.Format(back));
            Assert.Equal(type, back.Type);
        }
    }

    [Theory]
    [MemberData(nameof(TypeTexts))]
    public void A_column_is_written_as_its_values_are(string typeText)
    {
        var type = SampleValues.Types.First(type => type.ToString() == typeText);
        var random = new Random(5);
        var values = Enumerable.Range(0, 50).Select(_ => SampleValues.Random(type, random)).ToArray();
        var column = SampleValues.Column(type, values);
        for (var row = 0; row < values.Length; row++)
        {
            var writer = new ArrayBufferWriter<byte>();
            ValueText.Format(column, row, writer);
            Assert.Equal(ValueText.Format(values[row]), Encoding.UTF8.GetString(writer.WrittenSpan));
        }
    }

    [Theory]
    [InlineData("vector", "hello", "Vector contents must start with \"[\".")]
    [InlineData("vector", "[1]x", "Junk after closing right brace.")]
    [InlineData("sparsevec", "hello", "Vector contents must start with \"{\".")]
    [InlineData("sparsevec", "{1:1}", "Unexpected end of input.")]
    [InlineData("sparsevec", "{1:1}/2x", "Junk after closing.")]
    [InlineData("numeric(5,2)", "12345", "A field with precision 5, scale 2 must round to an absolute value less than 10^3.")]
    public void Errors_carry_the_detail(string typeText, string text, string detail)
    {
        var type = typeText.StartsWith("numeric", StringComparison.Ordinal) ? SqlType.NumericOf(5, 2) : TypeNames.Resolve(typeText, [], 0);
        Assert.Equal(detail, Assert.Throws<VectorDbException>(() => ValueText.Parse(type, text)).Detail);
    }

    [Fact]
    public void Limits_of_vectors_hold()
    {
        var wide = "[" + string.Join(',', Enumerable.Repeat("1", 16_000)) + "]";
        Assert.Equal(16_000, ValueText.Parse(SqlType.Vector, wide).AsVector().Length);
        var error = Assert.Throws<VectorDbException>(() => ValueText.Parse(SqlType.Vector, wide.Replace("]", ",1]", StringComparison.Ordinal)));
        Assert.Equal("54000 vector cannot have more than 16000 dimensions", $"{error.SqlState} {error.Message}");
        var sparse = "{" + string.Join(',', Enumerable.Range(1, 16_001).Select(i => $"{i}:1")) + "}/20000";
        error = Assert.Throws<VectorDbException>(() => ValueText.Parse(SqlType.SparseVec, sparse));
        Assert.Equal("54000 sparsevec cannot have more than 16000 non-zero elements", $"{error.SqlState} {error.Message}");
    }

    [Fact]
    public void A_timestamptz_is_read_and_written_in_its_zone()
    {
        var paris = TimeZones.Find("Europe/Paris");
        var value = ValueText.Parse(SqlType.TimestampTz, "2024-07-01 12:00", paris);
        Assert.Equal("2024-07-01 10:00:00+00", ValueText.Format(value));
        Assert.Equal("2024-07-01 12:00:00+02", ValueText.Format(value, paris));
        Assert.Equal("2024-01-01 00:30:00+05:30", ValueText.Format(ValueText.Parse(SqlType.TimestampTz, "2023-12-31 19:00Z"), TimeZones.Fixed(new TimeSpan(5, 30, 0))));
    }

    [Fact]
    public void A_very_long_text_that_is_no_value_is_not_repeated_in_full()
    {
        var error = Assert.Throws<VectorDbException>(() => ValueText.Parse(SqlType.Vector, new string('x', 10_000_000)));
        Assert.True(error.Message.Length < 400);
    }

    [Theory]
    [InlineData("1", "0")]
    [InlineData("{", "}")]
    public void Damaged_json_is_refused(string start, string end)
    {
        Assert.Equal("22P02", Assert.Throws<VectorDbException>(() => ValueText.Parse(SqlType.Json, start + ",," + end)).SqlState);
        Assert.Equal("22P02", Assert.Throws<VectorDbException>(() => ValueText.Parse(SqlType.Jsonb, start + ",," + end)).SqlState);
    }

    [Fact]
    public void Deep_json_is_an_error_and_no_crash() =>
        Assert.Equal("22P02", Assert.Throws<VectorDbException>(() => ValueText.Parse(SqlType.Jsonb, new string('[', 100_000))).SqlState);
}
