using System.Buffers.Binary;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Copy;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Types;

namespace VectorData.PgWire.Tests.Copy;

public sealed class CopyTests
{
    private static readonly ResultColumn[] Columns = [new("a", SqlType.Integer), new("b", SqlType.Text)];
    private static readonly CopyRequest TextIn = new(CopyDirection.In, CopyFormat.Text) { Table = "t" };
    private static readonly CopyRequest CsvIn = new(CopyDirection.In, CopyFormat.Csv) { Table = "t", Delimiter = ',', Null = "" };

    [Theory]
    [InlineData("1\tx\n2\ty\n", "1|x;2|y")]
    [InlineData("1\tx\r\n2\ty", "1|x;2|y")]
    [InlineData("\\N\t\\N\n", "NULL|NULL")]
    [InlineData("1\t\n", "1|")]
    [InlineData("1\ta\\tb\\nc\\\\d\\101\\x42\\q\n", "1|a\tb\nc\\dABq")]
    [InlineData("1\ta\\\nb\n2\tc\n", "1|a\nb;2|c")]
    [InlineData("1\tx\n\\.\nrubbish", "1|x")]
    [InlineData("1\t\\\\N\n", "1|\\N")]
    [InlineData("", "")]
    public void Text_is_read_in_any_portions(string input, string rows) => ReadsInAnyPortions(TextIn, input, rows);

    [Theory]
    [InlineData("1,x\n2,y\n", "1|x;2|y")]
    [InlineData("1,\"a,\"\"b\"\"\nc\"\r\n2,\"\"\n3,\n", "1|a,\"b\"\nc;2|;3|NULL")]
    [InlineData("1,x\"y z\"w\n", "1|xy zw")]
    [InlineData("1,ä€😀", "1|ä€😀")]
    public void Csv_is_read_in_any_portions(string input, string rows) => ReadsInAnyPortions(CsvIn, input, rows);

    [Fact]
    public void Csv_options_count()
    {
        var request = CsvIn with { Delimiter = ';', Quote = '\'', Escape = '\\', Null = "nil", Header = CopyHeader.Present };
        ReadsInAnyPortions(request, "a;b\n1;'it\\'s;\n'\nnil;nil\n", "1|it's;\n;NULL|NULL");
        ReadsInAnyPortions(request with { ForceNotNull = ["b"], Header = CopyHeader.None }, "1;nil\n", "1|nil");
        ReadsInAnyPortions(request with { ForceNull = ["b"], Header = CopyHeader.None }, "1;'nil'\n", "1|NULL");
    }

    [Fact]
    public void A_header_that_must_match_is_checked()
    {
        ReadsInAnyPortions(TextIn with { Header = CopyHeader.Match }, "a\tb\n1\tx\n", "1|x");
        var error = Fails(TextIn with { Header = CopyHeader.Match }, "a\tc\n1\tx\n");
        Assert.Equal(SqlStates.BadCopyFileFormat, error.SqlState);
        Assert.Equal("column name mismatch in header line field 2: got \"c\", expected \"b\"", error.Message);
    }

    [Theory]
    [InlineData("1\tx\n2\ty\nabc\tz\n", SqlStates.InvalidTextRepresentation, "COPY t, line 3, column a: \"abc\"")]
    [InlineData("1\tx\n2\n", SqlStates.BadCopyFileFormat, "COPY t, line 2")]
    [InlineData("1\tx\t3\n", SqlStates.BadCopyFileFormat, "COPY t, line 1")]
    [InlineData("1\ta\\\nb\nz\tc\n", SqlStates.InvalidTextRepresentation, "COPY t, line 3, column a: \"z\"")]
    public void Errors_say_line_and_column(string input, string state, string context)
    {
        var error = Fails(TextIn, input);
        Assert.Equal(state, error.SqlState);
        Assert.Equal(context, error.Context);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_22021_with_their_place()
    {
        var error = Assert.ThrowsAny<VectorDbException>(() => Decode(TextIn, [(byte)'1', (byte)'\t', 0xFF, (byte)'\n'], 99));
        Assert.Equal((SqlStates.CharacterNotInRepertoire, "COPY t, line 1, column b"), (error.SqlState, error.Context));
    }

    [Fact]
    public void An_open_quote_at_the_end_is_an_error() => Assert.Equal(SqlStates.BadCopyFileFormat, Fails(CsvIn, "1,\"abc\n").SqlState);

    [Fact]
    public void A_row_beyond_the_limit_is_refused()
    {
        var decoder = CopyDecoder.Create(TextIn, Columns, FormatSettings.Default, maxRowBytes: 1000);
        var error = Assert.Throws<VectorDbException>(() =>
        {
            for (var i = 0; i < 100; i++)
                decoder.Write(new byte[100]);
        });
        Assert.Equal(SqlStates.ProgramLimitExceeded, error.SqlState);
    }

    [Theory]
    [InlineData(CopyFormat.Text)]
    [InlineData(CopyFormat.Csv)]
    [InlineData(CopyFormat.Binary)]
    public void What_is_written_is_read_again(CopyFormat format)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var request = new CopyRequest(CopyDirection.In, format)
        {
            Table = "t",
            Delimiter = format == CopyFormat.Csv ? ',' : '\t',
            Null = format == CopyFormat.Csv ? "" : "\\N",
            Header = format == CopyFormat.Binary ? CopyHeader.None : CopyHeader.Match,
        };
        var columns = new List<ResultColumn> { new("te\"xt", SqlType.Text), new("n", SqlType.ArrayOf(SqlType.Text)) };
        columns.AddRange(Types.CodecTests.RandomValues(random).Select((value, i) => new ResultColumn("c" + i, value.Type)));
        var builders = columns.Select(column => ColumnBuilder.For(column.Type)).ToArray();
        for (var row = 0; row < 300; row++)
        {
            var values = Types.CodecTests.RandomValues(random).ToList();
            var text = RandomText(random);
            values.Insert(0, Value.Of(text));
            values.Insert(1, Value.Of(new SqlArray(SqlType.Text, [Value.Of(text), Value.Null(SqlType.Text)])));
            for (var i = 0; i < values.Count; i++)
                builders[i].Append(random.Next(5) == 0 ? Value.Null(columns[i].Type) : values[i].WithType(columns[i].Type));
        }

        var batch = new Batch([.. builders.Select(builder => builder.Build())], 300);
        var decoder = CopyDecoder.Create(request, columns, FormatSettings.Default);
        var bytes = Encode(request, columns, batch);
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(random.Next(1, 700), bytes.Length - at);
            decoder.Write(bytes.AsSpan(at, count));
            at += count;
        }

        decoder.Complete();
        var read = decoder.TakeBatch()!;
        Assert.Equal(300, read.Count);
        for (var row = 0; row < 300; row++)
            for (var i = 0; i < columns.Count; i++)
                Assert.True(
                    ValueText.Format(batch.Columns[i].GetValue(row)) == ValueText.Format(read.Columns[i].GetValue(row)),
                    $"seed {seed}, row {row}, {columns[i].Type}: {ValueText.Format(batch.Columns[i].GetValue(row))} read as {ValueText.Format(read.Columns[i].GetValue(row))}");
    }

    [Fact]
    public void Csv_quotes_what_needs_it()
    {
        var request = new CopyRequest(CopyDirection.Out, CopyFormat.Csv) { Delimiter = ',', Null = "", ForceQuote = ["a"], Header = CopyHeader.Present };
        var batch = new Batch([ColumnBuilder.Repeat(Value.Of(1), SqlType.Integer, 1), ColumnBuilder.Repeat(Value.Of("x\"y"), SqlType.Text, 1)], 1);
        Assert.Equal("a,b\n\"1\",\"x\"\"y\"\n", Encoding.UTF8.GetString(Encode(request, Columns, batch)));
    }

    [Theory]
    [InlineData("5047434F50590AFF0D0A01")]
    [InlineData("5047434F50590AFF0D0A0000010000")]
    [InlineData("5047434F50590AFF0D0A00000000000000000000010000000400000001FFFF")]
    [InlineData("5047434F50590AFF0D0A000000000000000000000200000004000000")]
    [InlineData("5047434F50590AFF0D0A0000000000000000000002FFFFFFFE")]
    [InlineData("5047434F50590AFF0D0A0000000000000000000002000000040000000100000002FFFE")]
    [InlineData("5047434F50590AFF0D0A0000000000000000000002000000030000010000000161")]
    [InlineData("5047434F50590AFF0D0A00000000000000000000027FFFFFFF")]
    [InlineData("5047434F50590AFF0D0A000000000000000000FFFF00")]
    [InlineData("")]
    public void Damaged_binary_is_refused(string hex) =>
        Assert.ThrowsAny<VectorDbException>(() => Decode(new CopyRequest(CopyDirection.In, CopyFormat.Binary) { Table = "t" }, Convert.FromHexString(hex), 3));

    [Fact]
    public void Random_bytes_give_rows_or_an_error_never_another_exception()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            foreach (var request in (CopyRequest[])[TextIn, CsvIn, new CopyRequest(CopyDirection.In, CopyFormat.Binary)])
            {
                var input = request.Format == CopyFormat.Binary ? [.. Convert.FromHexString("5047434F50590AFF0D0A000000000000000000"), 0, 2, .. bytes] : bytes;
                try
                {
                    Decode(request, input, random.Next(1, 20));
                }
                catch (VectorDbException)
                {
                }
                catch (Exception e)
                {
                    Assert.Fail($"seed {seed}: {request.Format} {Convert.ToHexString(input)}: {e}");
                }
            }
        }
    }

    private static void ReadsInAnyPortions(CopyRequest request, string input, string rows)
    {
        foreach (var portion in (int[])[1, 2, 3, 7, 1000])
            Assert.Equal(rows, Decode(request, Encoding.UTF8.GetBytes(input), portion));
    }

    private static VectorDbException Fails(CopyRequest request, string input) =>
        Assert.ThrowsAny<VectorDbException>(() => Decode(request, Encoding.UTF8.GetBytes(input), 5));

    private static string Decode(CopyRequest request, byte[] input, int portion)
    {
        var decoder = CopyDecoder.Create(request, Columns, FormatSettings.Default);
        for (var at = 0; at < input.Length; at += portion)
            decoder.Write(input.AsSpan(at, Math.Min(portion, input.Length - at)));
        decoder.Complete();
        if (decoder.TakeBatch() is not { } batch)
            return "";
        return string.Join(";", Enumerable.Range(0, batch.Count).Select(row => string.Join("|", batch.Columns.Select(column => ValueText.Format(column.GetValue(row))))));
    }

    private static byte[] Encode(CopyRequest request, IReadOnlyList<ResultColumn> columns, Batch batch)
    {
        var encoder = new CopyEncoder(request, columns, FormatSettings.Default);
        using var output = new MessageBuffer();
        encoder.WriteHeader(output);
        encoder.Write(batch, 0, batch.Count, output);
        encoder.WriteTrailer(output);
        var bytes = new List<byte>();
        for (var rest = output.Written; rest.Length > 0;)
        {
            Assert.Equal((byte)'d', rest.Span[0]);
            var length = BinaryPrimitives.ReadInt32BigEndian(rest.Span[1..]);
            bytes.AddRange(rest.Slice(5, length - 4).ToArray());
            rest = rest[(length + 1)..];
        }

        return [.. bytes];
    }

    private static string RandomText(Random random)
    {
        const string Alphabet = "ab,\"'\\\t\n\r;N.{}ä😀";
        var text = new StringBuilder();
        for (var i = random.Next(8); i > 0; i--)
            text.Append(Alphabet[random.Next(Alphabet.Length - 2)]);
        return text.ToString();
    }
}
