using System.Net;

namespace VectorData.Server;

/// <summary>How a server listens, whom it lets in and what it allows. The command line, configuration and code fill the same record.</summary>
public sealed record ServerOptions
{
    /// <summary>Address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>Port of the PostgreSQL protocol; 0 takes a free one.</summary>
    public int Port { get; init; } = 5433;

    /// <summary>Port of health and metrics on the same address; 0 takes a free one, null leaves them out.</summary>
    public int? AdminPort { get; init; }

    /// <summary>Lets clients on this machine in without a password. Others always need one.</summary>
    public bool TrustLoopback { get; init; }

    /// <summary>The user who can log in with <see cref="BootstrapPassword"/>.</summary>
    public string? BootstrapUser { get; init; }

    public string? BootstrapPassword { get; init; }

    /// <summary>Certificate for TLS: a PFX file, or a PEM file with the key in it or in <see cref="TlsKeyFile"/>.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>PEM file of the certificate's private key.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>Password of the PFX file or of the encrypted key.</summary>
    public string? TlsPassword { get; init; }

    /// <summary>Refuses clients from other machines that do not use TLS.</summary>
    public bool RequireTls { get; init; }

    /// <summary>Log-ins open at a time; one more gets 53300.</summary>
    public int MaxConnections { get; init; } = 1_000;

    /// <summary>Bytes of the longest message a client may send. A value of a parameter cannot be longer.</summary>
    public int MaxMessageSize { get; init; } = 256 << 20;

    /// <summary>Time a client has to say who it is, TLS and password included.</summary>
    public TimeSpan AuthenticationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time a session may do nothing outside a transaction; zero for ever. A session can set its own: <c>idle_session_timeout</c>.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>The same inside a transaction: <c>idle_in_transaction_session_timeout</c>.</summary>
    public TimeSpan IdleInTransactionTimeout { get; init; }

    /// <summary>Time a statement may run, zero for ever: <c>statement_timeout</c>.</summary>
    public TimeSpan StatementTimeout { get; init; }

    /// <summary>Time a client may leave a result unread before its connection is cut, zero for ever.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time that running statements have to finish when the server stops.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Failed log-ins from one address before it has to wait.</summary>
    public int MaxFailedLogins { get; init; } = 10;

    /// <summary>How long an address with too many failed log-ins waits, and how long failures count.</summary>
    public TimeSpan FailedLoginWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is wrong.</summary>
    public void Validate()
    {
        _ = Addresses();
        RequirePort(Port, nameof(Port));
        if (AdminPort is { } admin)
            RequirePort(admin, nameof(AdminPort));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageSize, 64 << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFailedLogins, 1);
        RequireTime(AuthenticationTimeout, nameof(AuthenticationTimeout));
        RequireTime(IdleTimeout, nameof(IdleTimeout));
        RequireTime(IdleInTransactionTimeout, nameof(IdleInTransactionTimeout));
        RequireTime(StatementTimeout, nameof(StatementTimeout));
        RequireTime(SendTimeout, nameof(SendTimeout));
        RequireTime(ShutdownGrace, nameof(ShutdownGrace));
        RequireTime(FailedLoginWindow, nameof(FailedLoginWindow));
        if (BootstrapUser is null != (BootstrapPassword is null))
            throw new ArgumentException("a bootstrap user needs a password, and a password a user");
        if (TlsCertificateFile is null && (TlsKeyFile is not null || RequireTls))
            throw new ArgumentException("TLS needs a certificate: set TlsCertificateFile");
    }

    /// <summary>The addresses that <see cref="Host"/> stands for.</summary>
    internal IReadOnlyList<IPAddress> Addresses() => Host switch
    {
        "*" => [IPAddress.IPv6Any],
        "localhost" => [IPAddress.Loopback, IPAddress.IPv6Loopback],
        _ when IPAddress.TryParse(Host, out var address) => [address],
        _ => throw new ArgumentException($"host \"{Host}\" is neither an IP address nor localhost nor *"),
    };

    private static void RequirePort(int port, string name)
    {
        if (port is < 0 or > IPEndPoint.MaxPort)
            throw new ArgumentOutOfRangeException(name, port, "a port is between 0 and 65535");
    }

    private static void RequireTime(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero || time > TimeSpan.FromDays(20))
            throw new ArgumentOutOfRangeException(name, time, "a time is between 0 (no limit) and 20 days");
    }
}
