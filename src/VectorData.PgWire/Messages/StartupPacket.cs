using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Messages;

/// <summary>What a client sends first: a start-up, or a request for encryption or cancellation.</summary>
public abstract record StartupPacket
{
    private const int CancelCode = (1234 << 16) | 5678;
    private const int SslCode = (1234 << 16) | 5679;
    private const int GssEncCode = (1234 << 16) | 5680;
    private const int MaxParameters = 200;

    private StartupPacket()
    {
    }

    /// <summary>Parses the content of the packet, its length left out. Throws a fatal 08P01.</summary>
    public static StartupPacket Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new MessageReader(body);
            var code = reader.ReadInt32();
            switch (code)
            {
                case SslCode:
                    reader.EnsureEnd();
                    return new SslRequest();
                case GssEncCode:
                    reader.EnsureEnd();
                    return new GssEncRequest();
                case CancelCode:
                    var processId = reader.ReadInt32();
                    var key = reader.ReadInt32();
                    reader.EnsureEnd();
                    return new CancelRequest(processId, key);
                default:
                    return ParseStartup(code, ref reader);
            }
        }
        catch (ProtocolViolationException e) when (!e.IsFatal)
        {
            throw new ProtocolViolationException("invalid startup packet: " + e.Message, isFatal: true, e);
        }
    }

    private static Startup ParseStartup(int version, ref MessageReader reader)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (version >> 16 != 3)
            return new Startup(version >> 16, version & 0xFFFF, parameters);
        while (true)
        {
            var name = reader.ReadString();
            if (name.Length == 0)
                break;
            if (parameters.Count == MaxParameters)
                throw new ProtocolViolationException("too many parameters");
            parameters[name] = reader.ReadString();
        }

        reader.EnsureEnd();
        return new Startup(3, version & 0xFFFF, parameters);
    }

    /// <summary>Asks for TLS; the answer is one byte, S or N.</summary>
    public sealed record SslRequest : StartupPacket;

    /// <summary>Asks for GSSAPI encryption; the answer is one byte, N.</summary>
    public sealed record GssEncRequest : StartupPacket;

    /// <summary>Asks to stop what another connection runs; nothing is answered.</summary>
    public sealed record CancelRequest(int ProcessId, int SecretKey) : StartupPacket;

    /// <summary>The start of a session. A major version other than 3 comes without parameters, as their form is not known.</summary>
    public sealed record Startup(int Major, int Minor, IReadOnlyDictionary<string, string> Parameters) : StartupPacket
    {
        public const int SupportedMinor = 0;

        /// <summary>The role; null when missing, which is an error.</summary>
        public string? User => Parameters.GetValueOrDefault("user") is { Length: > 0 } user ? user : null;

        /// <summary>The database; the user's name when not given.</summary>
        public string? Database => Parameters.GetValueOrDefault("database") is { Length: > 0 } database ? database : User;

        /// <summary>Options of the protocol (_pq_.…) that this server does not know: named in NegotiateProtocolVersion.</summary>
        public IReadOnlyList<string> UnknownOptions => [.. Parameters.Keys.Where(name => name.StartsWith("_pq_.", StringComparison.Ordinal))];

        /// <summary>Whether the client asks for more than is spoken here: a later minor version, or options.</summary>
        public bool NeedsNegotiation => Minor > SupportedMinor || UnknownOptions.Count > 0;
    }
}
