using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Messages;

/// <summary>The server's messages, each written whole.</summary>
public static class BackendMessages
{
    public static void WriteAuthenticationOk(this MessageBuffer output) => WriteAuthentication(output, 0, default);

    public static void WriteAuthenticationCleartextPassword(this MessageBuffer output) => WriteAuthentication(output, 3, default);

    /// <summary>Offers SASL mechanisms by name, the preferred one first.</summary>
    public static void WriteAuthenticationSasl(this MessageBuffer output, params ReadOnlySpan<string> mechanisms)
    {
        output.Begin((byte)'R');
        output.WriteInt32(10);
        foreach (var mechanism in mechanisms)
            output.WriteString(mechanism);
        output.WriteByte(0);
        output.End();
    }

    public static void WriteAuthenticationSaslContinue(this MessageBuffer output, ReadOnlySpan<byte> data) => WriteAuthentication(output, 11, data);

    public static void WriteAuthenticationSaslFinal(this MessageBuffer output, ReadOnlySpan<byte> data) => WriteAuthentication(output, 12, data);

    public static void WriteBackendKeyData(this MessageBuffer output, int processId, int secretKey)
    {
        output.Begin((byte)'K');
        output.WriteInt32(processId);
        output.WriteInt32(secretKey);
        output.End();
    }

    public static void WriteParameterStatus(this MessageBuffer output, string name, string value)
    {
        output.Begin((byte)'S');
        output.WriteString(name);
        output.WriteString(value);
        output.End();
    }

    /// <summary>The newest minor version that is spoken, and the options that are not known.</summary>
    public static void WriteNegotiateProtocolVersion(this MessageBuffer output, int minor, IReadOnlyList<string> unknownOptions)
    {
        output.Begin((byte)'v');
        output.WriteInt32((3 << 16) | minor);
        output.WriteInt32(unknownOptions.Count);
        foreach (var option in unknownOptions)
            output.WriteString(option);
        output.End();
    }

    public static void WriteReadyForQuery(this MessageBuffer output, TransactionStatus status)
    {
        output.Begin((byte)'Z');
        output.WriteByte(status switch
        {
            TransactionStatus.Idle => (byte)'I',
            TransactionStatus.InTransaction => (byte)'T',
            _ => (byte)'E',
        });
        output.End();
    }

    public static void WriteRowDescription(this MessageBuffer output, ReadOnlySpan<RowField> fields)
    {
        output.Begin((byte)'T');
        output.WriteInt16(checked((short)fields.Length));
        foreach (ref readonly var field in fields)
        {
            output.WriteString(field.Name);
            output.WriteInt32((int)field.TableOid);
            output.WriteInt16(field.ColumnNumber);
            output.WriteInt32((int)field.TypeOid);
            output.WriteInt16(field.TypeSize);
            output.WriteInt32(field.Modifier);
            output.WriteInt16((short)field.Format);
        }

        output.End();
    }

    public static void WriteParameterDescription(this MessageBuffer output, ReadOnlySpan<uint> oids)
    {
        output.Begin((byte)'t');
        output.WriteInt16((short)(ushort)oids.Length);
        foreach (var oid in oids)
            output.WriteInt32((int)oid);
        output.End();
    }

    public static void WriteCommandComplete(this MessageBuffer output, string tag)
    {
        output.Begin((byte)'C');
        output.WriteString(tag);
        output.End();
    }

    public static void WriteEmptyQueryResponse(this MessageBuffer output) => WriteEmpty(output, (byte)'I');

    public static void WritePortalSuspended(this MessageBuffer output) => WriteEmpty(output, (byte)'s');

    public static void WriteNoData(this MessageBuffer output) => WriteEmpty(output, (byte)'n');

    public static void WriteParseComplete(this MessageBuffer output) => WriteEmpty(output, (byte)'1');

    public static void WriteBindComplete(this MessageBuffer output) => WriteEmpty(output, (byte)'2');

    public static void WriteCloseComplete(this MessageBuffer output) => WriteEmpty(output, (byte)'3');

    public static void WriteCopyDone(this MessageBuffer output) => WriteEmpty(output, (byte)'c');

    /// <summary>Asks the client for the rows of a COPY FROM STDIN.</summary>
    public static void WriteCopyInResponse(this MessageBuffer output, FormatCode format, int columns) => WriteCopyResponse(output, (byte)'G', format, columns);

    /// <summary>Announces the rows of a COPY TO STDOUT.</summary>
    public static void WriteCopyOutResponse(this MessageBuffer output, FormatCode format, int columns) => WriteCopyResponse(output, (byte)'H', format, columns);

    public static void WriteCopyData(this MessageBuffer output, ReadOnlySpan<byte> data)
    {
        output.Begin((byte)'d');
        output.WriteBytes(data);
        output.End();
    }

    /// <summary>The error with all its fields; a severity other than its own (FATAL) where the connection ends with it.</summary>
    public static void WriteErrorResponse(this MessageBuffer output, VectorDbException error, string? severity = null)
    {
        output.Begin((byte)'E');
        WriteField(output, 'S', severity ?? error.Severity);
        WriteField(output, 'V', severity ?? error.Severity);
        WriteField(output, 'C', error.SqlState);
        WriteField(output, 'M', error.Message);
        WriteField(output, 'D', error.Detail);
        WriteField(output, 'H', error.Hint);
        if (error.Position > 0)
            WriteField(output, 'P', error.Position.ToString(System.Globalization.CultureInfo.InvariantCulture));
        WriteField(output, 'W', error.Context);
        WriteField(output, 's', error.SchemaName);
        WriteField(output, 't', error.TableName);
        WriteField(output, 'c', error.ColumnName);
        WriteField(output, 'd', error.DataTypeName);
        WriteField(output, 'n', error.ConstraintName);
        output.WriteByte(0);
        output.End();
    }

    public static void WriteNoticeResponse(this MessageBuffer output, Notice notice)
    {
        output.Begin((byte)'N');
        WriteField(output, 'S', notice.Severity);
        WriteField(output, 'V', notice.Severity);
        WriteField(output, 'C', notice.SqlState);
        WriteField(output, 'M', notice.Message);
        WriteField(output, 'D', notice.Detail);
        WriteField(output, 'H', notice.Hint);
        output.WriteByte(0);
        output.End();
    }

    private static void WriteField(MessageBuffer output, char code, string? text)
    {
        if (text is null)
            return;
        output.WriteByte((byte)code);
        output.WriteString(text);
    }

    private static void WriteCopyResponse(MessageBuffer output, byte type, FormatCode format, int columns)
    {
        output.Begin(type);
        output.WriteByte((byte)format);
        output.WriteInt16(checked((short)columns));
        for (var i = 0; i < columns; i++)
            output.WriteInt16((short)format);
        output.End();
    }

    private static void WriteAuthentication(MessageBuffer output, int code, ReadOnlySpan<byte> data)
    {
        output.Begin((byte)'R');
        output.WriteInt32(code);
        output.WriteBytes(data);
        output.End();
    }

    private static void WriteEmpty(MessageBuffer output, byte type)
    {
        output.Begin(type);
        output.End();
    }
}
