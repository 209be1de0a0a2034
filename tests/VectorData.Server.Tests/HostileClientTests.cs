using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VectorData.Server.Tests;

/// <summary>Clients that do not play by the rules: they get an error or the door, the others go on.</summary>
public sealed class HostileClientTests
{
    [Fact]
    public async Task Random_bytes_are_refused_and_the_others_go_on()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var server = await TestServer.StartAsync();
        for (var round = 0; round < 50; round++)
        {
            using var socket = await ConnectAsync(server);
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            await socket.SendAsync(bytes);
            socket.Shutdown(SocketShutdown.Send);
            await ReadToEndAsync(socket);
        }

        Assert.True(1 == await server.ScalarAsync<int>("SELECT 1"), $"seed {seed}");
    }

    [Fact]
    public async Task Random_messages_in_a_session_are_answered_or_end_it()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var server = await TestServer.StartAsync();
        for (var round = 0; round < 60; round++)
        {
            using var socket = await StartSessionAsync(server);
            for (var i = 0; i < 5; i++)
            {
                var body = new byte[random.Next(0, 60)];
                random.NextBytes(body);
                await TrySendAsync(socket, Message("QPBDECHSdcfp"[random.Next(12)], body));
            }

            TryShutdown(socket);
            await ReadToEndAsync(socket);
        }

        Assert.True(1 == await server.ScalarAsync<int>("SELECT 1"), $"seed {seed}");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task A_wrong_length_ends_the_session_with_an_error(int length)
    {
        await using var server = await TestServer.StartAsync();
        using var socket = await StartSessionAsync(server);
        var bytes = new byte[5];
        bytes[0] = (byte)'Q';
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), length);
        await socket.SendAsync(bytes);
        var answer = await ReadToEndAsync(socket);
        Assert.Contains("FATAL", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_22021_and_the_session_lives()
    {
        await using var server = await TestServer.StartAsync();
        using var socket = await StartSessionAsync(server);
        await socket.SendAsync(Message('Q', [(byte)'S', 0xFF, 0xFE, 0]));
        await socket.SendAsync(Message('Q', "SELECT 'alive'\0"u8));
        await socket.SendAsync(Message('X', []));
        var answer = await ReadToEndAsync(socket);
        Assert.Contains("22021", answer, StringComparison.Ordinal);
        Assert.Contains("alive", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_error_messages_are_left_out_up_to_the_next_sync()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer)");
        using var socket = await StartSessionAsync(server);
        await socket.SendAsync(Message('P', "\0SELEC\0\0\0"u8));
        await socket.SendAsync(Message('Q', "INSERT INTO t VALUES (1)\0"u8));
        await socket.SendAsync(Message('S', []));
        await socket.SendAsync(Message('Q', "SELECT 'after'\0"u8));
        await socket.SendAsync(Message('X', []));
        var answer = await ReadToEndAsync(socket);
        Assert.Contains("42601", answer, StringComparison.Ordinal);
        Assert.Contains("after", answer, StringComparison.Ordinal);
        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_client_that_vanishes_in_a_transaction_leaves_neither_rows_nor_locks()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, n integer)");
        await server.ExecuteAsync("INSERT INTO t VALUES (1, 0)");
        using (var socket = await StartSessionAsync(server))
        {
            await socket.SendAsync(Message('Q', "BEGIN; UPDATE t SET n = 1 WHERE id = 1; INSERT INTO t VALUES (2, 2)\0"u8));
            var buffer = new byte[4096];
            var text = "";
            while (!text.Contains("INSERT 0 1", StringComparison.Ordinal))
                text += Encoding.Latin1.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
            socket.Close(0);
        }

        await server.ExecuteAsync("UPDATE t SET n = 5 WHERE id = 1");
        Assert.Equal(5L, await server.ScalarAsync<long>("SELECT sum(n) FROM t"));
    }

    [Fact]
    public async Task A_client_that_vanishes_during_copy_leaves_no_rows()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY)");
        using (var socket = await StartSessionAsync(server))
        {
            await socket.SendAsync(Message('Q', "COPY t FROM STDIN\0"u8));
            await socket.SendAsync(Message('d', "1\n2\n3\n"u8));
            socket.Close(0);
        }

        while (server.Server.ConnectionCount > 1)
            await Task.Delay(20);
        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_client_that_never_reads_is_cut_and_does_not_hold_the_others_up()
    {
        await using var server = await TestServer.StartAsync(options => options with { SendTimeout = TimeSpan.FromMilliseconds(500) });
        using var socket = await StartSessionAsync(server);
        await socket.SendAsync(Message('Q', "SELECT repeat('x', 1000) FROM generate_series(1, 1000000)\0"u8));
        Assert.Equal(1, await server.ScalarAsync<int>("SELECT 1"));
        while (server.Server.ConnectionCount > 1)
            await Task.Delay(50);
    }

    [Fact]
    public async Task An_idle_session_is_told_and_closed()
    {
        await using var server = await TestServer.StartAsync(options => options with { IdleTimeout = TimeSpan.FromMilliseconds(300) });
        using var socket = await StartSessionAsync(server);
        Assert.Contains("57P05", await ReadToEndAsync(socket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_tells_idle_sessions()
    {
        var server = await TestServer.StartAsync();
        using var socket = await StartSessionAsync(server);
        await server.DisposeAsync();
        Assert.Contains("57P01", await ReadToEndAsync(socket), StringComparison.Ordinal);
    }

    private static async Task<Socket> ConnectAsync(TestServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Server.Port));
        return socket;
    }

    // A session that is ready for queries.
    private static async Task<Socket> StartSessionAsync(TestServer server)
    {
        var socket = await ConnectAsync(server);
        var parameters = "user\0vectordata\0database\0memory\0\0"u8;
        var packet = new byte[8 + parameters.Length];
        BinaryPrimitives.WriteInt32BigEndian(packet, packet.Length);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(4), 3 << 16);
        parameters.CopyTo(packet.AsSpan(8));
        await socket.SendAsync(packet);
        var buffer = new byte[4096];
        var count = 0;
        while (count < 6 || !buffer.AsSpan(count - 6, 5).SequenceEqual("Z\0\0\0\u0005"u8))
            count += await socket.ReceiveAsync(buffer.AsMemory(count));
        return socket;
    }

    private static byte[] Message(char type, ReadOnlySpan<byte> body)
    {
        var message = new byte[5 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), body.Length + 4);
        body.CopyTo(message.AsSpan(5));
        return message;
    }

    private static async Task TrySendAsync(Socket socket, byte[] message)
    {
        try
        {
            await socket.SendAsync(message);
        }
        catch (SocketException)
        {
            // The server has closed the session.
        }
    }

    private static void TryShutdown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server was faster.
        }
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is var count && count > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // Reset: also an end.
        }

        return text.ToString();
    }
}
