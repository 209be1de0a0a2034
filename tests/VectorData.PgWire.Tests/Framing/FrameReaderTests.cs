using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using VectorData.Core.Errors;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Messages;

namespace VectorData.PgWire.Tests.Framing;

public sealed class FrameReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task Messages_are_cut_from_any_portions(int portion)
    {
        byte[] bytes = [.. Message('Q', "SELECT 1\0"), .. Message('S', ""), .. Message('d', new string('x', 100_000)), .. Message('X', "")];
        var pipe = new Pipe();
        var writing = Task.Run(async () =>
        {
            for (var at = 0; at < bytes.Length; at += portion)
                await pipe.Writer.WriteAsync(bytes.AsMemory(at, Math.Min(portion, bytes.Length - at)));
            await pipe.Writer.CompleteAsync();
        });
        using var reader = new FrameReader(pipe.Reader);
        var seen = new List<string>();
        while (await reader.ReadAsync(default))
            seen.Add($"{reader.Type} {reader.Body.Length}");
        await writing;
        Assert.Equal(["Query 9", "Sync 0", "CopyData 100000", "Terminate 0"], seen);
    }

    [Fact]
    public async Task What_has_come_is_read_without_waiting()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync((byte[])[.. Message('S', ""), .. Message('H', ""), (byte)'Q']);
        using var reader = new FrameReader(pipe.Reader);
        Assert.True(reader.TryRead());
        Assert.Equal(FrontendMessageType.Sync, reader.Type);
        Assert.True(reader.TryRead());
        Assert.Equal(FrontendMessageType.Flush, reader.Type);
        Assert.False(reader.TryRead());
        await pipe.Writer.WriteAsync(Message('Q', "\0").AsMemory(1));
        Assert.True(await reader.ReadAsync(default));
        Assert.Equal("", QueryMessage.Parse(reader.Body.Span).Sql);
    }

    [Theory]
    [InlineData("5100000003")]
    [InlineData("51FFFFFFFF")]
    [InlineData("537FFFFFFF")]
    [InlineData("0000000004")]
    [InlineData("517FFFFFFF")]
    [InlineData("7000020000")]
    public async Task A_length_or_type_that_cannot_be_is_fatal_at_once(string hex)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Convert.FromHexString(hex));
        using var reader = new FrameReader(pipe.Reader);
        var error = await Assert.ThrowsAnyAsync<VectorDbException>(async () => await reader.ReadAsync(default));
        Assert.Equal("FATAL", error.Severity);
    }

    [Fact]
    public async Task A_stream_that_ends_within_a_message_is_fatal()
    {
        foreach (var length in (int[])[1, 5, 8])
        {
            var pipe = new Pipe();
            await pipe.Writer.WriteAsync(Message('Q', "SELECT 1\0").AsMemory(0, length));
            await pipe.Writer.CompleteAsync();
            using var reader = new FrameReader(pipe.Reader);
            await Assert.ThrowsAsync<ProtocolViolationException>(async () => await reader.ReadAsync(default));
        }
    }

    [Fact]
    public async Task A_claimed_length_takes_no_memory()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Convert.FromHexString("640FFFFFFF00"));
        using var reader = new FrameReader(pipe.Reader);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(reader.TryRead());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public async Task The_first_packet_is_a_startup_or_a_request()
    {
        Assert.IsType<StartupPacket.SslRequest>(await Startup("0000000804D2162F"));
        Assert.IsType<StartupPacket.GssEncRequest>(await Startup("0000000804D21630"));
        Assert.Equal(new StartupPacket.CancelRequest(7, 9), await Startup("0000001004D2162E0000000700000009"));
        var body = "00030000" + Convert.ToHexString(Encoding.UTF8.GetBytes("user\0me\0_pq_.x\01\0\0"));
        var startup = Assert.IsType<StartupPacket.Startup>(await Startup(((body.Length / 2) + 4).ToString("X8") + body));
        Assert.Equal(("me", "me", true), (startup.User, startup.Database, startup.NeedsNegotiation));
    }

    [Theory]
    [InlineData("00000003")]
    [InlineData("7FFFFFFF")]
    [InlineData("0000000A04D2162F0000")]
    [InlineData("0000000C04D2162E00000007")]
    [InlineData("0000000D0003000075736572")]
    [InlineData("0000000800030000")]
    [InlineData("0000000C00030000FF000000")]
    public async Task A_first_packet_that_is_none_is_refused(string hex) =>
        await Assert.ThrowsAnyAsync<VectorDbException>(() => Startup(hex));

    [Fact]
    public void Random_and_truncated_messages_give_08P01_or_22021_and_nothing_else()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var parsers = (Action<byte[]>[])
        [
            body => QueryMessage.Parse(body), body => ParseMessage.Parse(body), body => BindMessage.Parse(body), body => DescribeMessage.Parse(body),
            body => CloseMessage.Parse(body), body => ExecuteMessage.Parse(body), body => CopyFailMessage.Parse(body), body => PasswordMessage.Parse(body),
            body => SaslInitialResponse.Parse(body), body => StartupPacket.Parse(body), body => EmptyMessage.Check(body),
        ];
        var bind = Convert.FromHexString("7000730000010001000200000001FFFFFFFFFF0001" + "0001");
        for (var i = 0; i < 20_000; i++)
        {
            byte[] body;
            if (i < bind.Length)
            {
                body = bind[..i];
            }
            else
            {
                body = new byte[random.Next(30)];
                random.NextBytes(body);
                for (var j = 0; j < body.Length; j++)
                    body[j] = random.Next(2) == 0 ? (byte)(body[j] & 1) : body[j];
            }

            foreach (var parse in parsers)
            {
                try
                {
                    parse(body);
                }
                catch (VectorDbException e) when (e.SqlState is SqlStates.ProtocolViolation or SqlStates.CharacterNotInRepertoire)
                {
                }
                catch (Exception e)
                {
                    Assert.Fail($"seed {seed}: {Convert.ToHexString(body)}: {e}");
                }
            }
        }
    }

    private static async Task<StartupPacket?> Startup(string hex)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Convert.FromHexString(hex));
        await pipe.Writer.CompleteAsync();
        using var reader = new FrameReader(pipe.Reader);
        return await reader.ReadStartupAsync(default);
    }

    private static byte[] Message(char type, string body)
    {
        var bytes = new byte[5 + body.Length];
        bytes[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), body.Length + 4);
        Encoding.ASCII.GetBytes(body, bytes.AsSpan(5));
        return bytes;
    }
}
