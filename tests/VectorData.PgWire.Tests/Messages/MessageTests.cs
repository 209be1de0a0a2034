using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Messages;
using VectorData.PgWire.Types;

namespace VectorData.PgWire.Tests.Messages;

public sealed class MessageTests
{
    [Fact]
    public void Bind_gives_formats_values_and_nulls()
    {
        var bind = BindMessage.Parse(Bytes("p\0s\0" + "\0\u0002\0\u0001\0\0" + "\0\u0002\0\0\0\u0004\0\0\0\u0007\u00ff\u00ff\u00ff\u00ff" + "\0\u0001\0\u0001"));
        Assert.Equal(("p", "s", 2), (bind.Portal, bind.Statement, bind.ParameterCount));
        var values = ParameterDecoder.Decode(bind, [SqlType.Integer, SqlType.Text], FormatSettings.Default);
        Assert.Equal(7, values[0].AsInt32());
        Assert.True(values[1].IsNull);
        Assert.Equal([FormatCode.Binary, FormatCode.Binary, FormatCode.Binary], bind.FormatsFor(3));
    }

    [Fact]
    public void A_parameter_that_cannot_be_read_names_its_place()
    {
        var bind = BindMessage.Parse(Bytes("\0s\0" + "\0\0" + "\0\u0001\0\0\0\u0001x" + "\0\0"));
        var error = Assert.Throws<VectorDbException>(() => ParameterDecoder.Decode(bind, [SqlType.Integer], FormatSettings.Default));
        Assert.Equal((SqlStates.InvalidTextRepresentation, "unnamed portal parameter $1"), (error.SqlState, error.Context));
        Assert.Equal("x", ParameterDecoder.Decode(bind, [SqlType.Unknown], FormatSettings.Default)[0].AsString());
        Assert.Throws<ProtocolViolationException>(() => ParameterDecoder.Decode(bind, [], FormatSettings.Default));
    }

    [Fact]
    public void A_value_is_fitted_to_its_types_modifier()
    {
        var bind = BindMessage.Parse(Bytes("\0s\0" + "\0\u0001\0\u0001" + "\0\u0001\0\0\0\u0003abc" + "\0\0"));
        var error = Assert.Throws<VectorDbException>(() => ParameterDecoder.Decode(bind, [new SqlType(TypeKind.VarChar, 2)], FormatSettings.Default));
        Assert.Equal(SqlStates.StringDataRightTruncation, error.SqlState);
    }

    [Fact]
    public void Parse_describe_and_execute_are_read()
    {
        var parse = ParseMessage.Parse(Bytes("s\0SELECT $1\0\0\u0001\0\0\0\u0017"));
        Assert.Equal(("s", "SELECT $1", 23u), (parse.Statement, parse.Sql, parse.ParameterOids[0]));
        Assert.Equal(new DescribeMessage(MessageTarget.Portal, "p"), DescribeMessage.Parse(Bytes("Pp\0")));
        Assert.Equal(new CloseMessage(MessageTarget.Statement, ""), CloseMessage.Parse(Bytes("S\0")));
        Assert.Equal(new ExecuteMessage("", 5), ExecuteMessage.Parse(Bytes("\0\0\0\0\u0005")));
    }

    [Fact]
    public void An_error_carries_all_its_fields()
    {
        using var output = new MessageBuffer();
        output.WriteErrorResponse(new VectorDbException("23505", "duplicate") { Detail = "d", Hint = "h", Position = 3, Context = "w", SchemaName = "s", TableName = "t", ColumnName = "c", DataTypeName = "y", ConstraintName = "n" });
        Assert.Equal("SERROR|VERROR|C23505|Mduplicate|Dd|Hh|P3|Ww|ss|tt|cc|dy|nn||", Encoding.UTF8.GetString(output.Written.Span[5..]).Replace('\0', '|'));
        Assert.Equal(output.Length - 1, output.Written.Span[4] + (output.Written.Span[3] << 8));
    }

    [Fact]
    public void A_row_description_has_oid_size_modifier_and_format()
    {
        using var output = new MessageBuffer();
        output.WriteRowDescription([RowField.From(new ResultColumn("v", new SqlType(TypeKind.VarChar, 10)), FormatCode.Binary, 77, 2)]);
        Assert.Equal("54" + "0000001A" + "0001" + "7600" + "0000004D" + "0002" + "00000413" + "FFFF" + "0000000E" + "0001", Convert.ToHexString(output.Written.Span));
    }

    [Fact]
    public void Small_messages_have_their_bytes()
    {
        using var output = new MessageBuffer();
        output.WriteReadyForQuery(TransactionStatus.Failed);
        output.WriteAuthenticationSasl("SCRAM-SHA-256");
        output.WriteParameterStatus("a", "b");
        output.WriteCopyInResponse(FormatCode.Binary, 2);
        output.WriteNegotiateProtocolVersion(0, ["_pq_.x"]);
        Assert.Equal(
            "5A0000000545" + "52000000170000000A534352414D2D5348412D3235360000" + "530000000861006200" + "470000000B01000200010001" + "76000000130003000000000001" + "5F70715F2E7800",
            Convert.ToHexString(output.Written.Span));
    }

    [Fact]
    public void A_row_that_fails_leaves_nothing_half_written()
    {
        using var output = new MessageBuffer();
        output.WriteParseComplete();
        var encoder = new DataRowEncoder([new ResultColumn("d", SqlType.Date)], [FormatCode.Text], FormatSettings.Default);
        var batch = new Batch([new FixedColumn<int>(SqlType.Date, (int[])[int.MaxValue - 1])], 1);
        Assert.ThrowsAny<Exception>(() => encoder.Write(batch, 0, 1, output));
        Assert.Equal(5, output.Length);
    }

    private static byte[] Bytes(string latin) => Encoding.Latin1.GetBytes(latin);
}
