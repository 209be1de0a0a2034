using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Messages;

/// <summary>Text or binary form of a field.</summary>
public enum FormatCode : short
{
    Text = 0,
    Binary = 1,
}

/// <summary>Whether Describe and Close mean a prepared statement or a portal.</summary>
public enum MessageTarget : byte
{
    Statement = (byte)'S',
    Portal = (byte)'P',
}

/// <summary>Simple query.</summary>
public readonly record struct QueryMessage(string Sql)
{
    public static QueryMessage Parse(ReadOnlySpan<byte> body)
    {
        var reader = new MessageReader(body);
        var sql = reader.ReadString();
        reader.EnsureEnd();
        return new QueryMessage(sql);
    }
}

/// <summary>Prepares a statement; oid 0 leaves a parameter's type open.</summary>
public readonly record struct ParseMessage(string Statement, string Sql, uint[] ParameterOids)
{
    public static ParseMessage Parse(ReadOnlySpan<byte> body)
    {
        var reader = new MessageReader(body);
        var name = reader.ReadString();
        var sql = reader.ReadString();
        var oids = new uint[FormatCodes.CheckCount(reader.ReadUInt16(), 4, reader.Remaining)];
        for (var i = 0; i < oids.Length; i++)
            oids[i] = (uint)reader.ReadInt32();
        reader.EnsureEnd();
        return new ParseMessage(name, sql, oids);
    }
}

/// <summary>Describes a prepared statement or a portal.</summary>
public readonly record struct DescribeMessage(MessageTarget Target, string Name)
{
    public static DescribeMessage Parse(ReadOnlySpan<byte> body)
    {
        var (target, name) = FormatCodes.ReadTarget(body, "DESCRIBE");
        return new DescribeMessage(target, name);
    }
}

/// <summary>Closes a prepared statement or a portal.</summary>
public readonly record struct CloseMessage(MessageTarget Target, string Name)
{
    public static CloseMessage Parse(ReadOnlySpan<byte> body)
    {
        var (target, name) = FormatCodes.ReadTarget(body, "CLOSE");
        return new CloseMessage(target, name);
    }
}

/// <summary>Runs a portal; at most MaxRows rows, 0 for all.</summary>
public readonly record struct ExecuteMessage(string Portal, int MaxRows)
{
    public static ExecuteMessage Parse(ReadOnlySpan<byte> body)
    {
        var reader = new MessageReader(body);
        var portal = reader.ReadString();
        var rows = reader.ReadInt32();
        reader.EnsureEnd();
        return new ExecuteMessage(portal, Math.Max(rows, 0));
    }
}

/// <summary>The client gives up a COPY.</summary>
public readonly record struct CopyFailMessage(string Reason)
{
    public static CopyFailMessage Parse(ReadOnlySpan<byte> body)
    {
        var reader = new MessageReader(body);
        var reason = reader.ReadString();
        reader.EnsureEnd();
        return new CopyFailMessage(reason);
    }
}

/// <summary>A password in clear text.</summary>
public readonly record struct PasswordMessage(string Password)
{
    public static PasswordMessage Parse(ReadOnlySpan<byte> body)
    {
        var reader = new MessageReader(body);
        var password = reader.ReadString();
        reader.EnsureEnd();
        return new PasswordMessage(password);
    }
}

/// <summary>The mechanism that the client chose and its first token; null when it sent none.</summary>
public readonly record struct SaslInitialResponse(string Mechanism, byte[]? Data)
{
    public static SaslInitialResponse Parse(ReadOnlySpan<byte> body)
    {
        var reader = new MessageReader(body);
        var mechanism = reader.ReadString();
        var length = reader.ReadInt32();
        var data = length == -1 ? null : reader.ReadBytes(length).ToArray();
        reader.EnsureEnd();
        return new SaslInitialResponse(mechanism, data);
    }
}

/// <summary>A message without content: Flush, Sync, Terminate, CopyDone.</summary>
public static class EmptyMessage
{
    /// <summary>08P01 when there is content.</summary>
    public static void Check(ReadOnlySpan<byte> body) => new MessageReader(body).EnsureEnd();
}

internal static class FormatCodes
{
    public static FormatCode[] Read(ref MessageReader reader)
    {
        var count = CheckCount(reader.ReadUInt16(), 2, reader.Remaining);
        if (count == 0)
            return [];
        var formats = new FormatCode[count];
        for (var i = 0; i < count; i++)
        {
            formats[i] = (FormatCode)reader.ReadInt16();
            if (formats[i] is not (FormatCode.Text or FormatCode.Binary))
                throw new ProtocolViolationException($"unsupported format code: {(short)formats[i]}");
        }

        return formats;
    }

    /// <summary>No formats mean text, one means all, else there is one for each.</summary>
    public static FormatCode At(FormatCode[] formats, int index) => formats.Length switch
    {
        0 => FormatCode.Text,
        1 => formats[0],
        _ => formats[index],
    };

    public static int CheckCount(int count, int width, int remaining) => (long)count * width <= remaining
        ? count
        : throw new ProtocolViolationException("insufficient data left in message");

    public static (MessageTarget Target, string Name) ReadTarget(ReadOnlySpan<byte> body, string message)
    {
        var reader = new MessageReader(body);
        var target = (MessageTarget)reader.ReadByte();
        if (target is not (MessageTarget.Statement or MessageTarget.Portal))
            throw new ProtocolViolationException($"invalid {message} message subtype {(byte)target}");
        var name = reader.ReadString();
        reader.EnsureEnd();
        return (target, name);
    }
}
