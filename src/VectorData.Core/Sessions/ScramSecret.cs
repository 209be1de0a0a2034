using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VectorData.Core.Sessions;

/// <summary>
/// What is kept of a password, in PostgreSQL's form <c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c> (base64; RFC 5802, RFC 7677): enough to
/// check a password, not to know it. Passwords are taken as their UTF-8 bytes.
/// </summary>
public sealed class ScramSecret
{
    public const string Mechanism = "SCRAM-SHA-256";
    public const int DefaultIterations = 4096;
    public const int KeyLength = 32;
    private const int SaltLength = 16;
    private const int MaxIterations = 10_000_000;
    private readonly byte[] _salt;
    private readonly byte[] _storedKey;
    private readonly byte[] _serverKey;

    private ScramSecret(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey)
    {
        Iterations = iterations;
        _salt = salt;
        _storedKey = storedKey;
        _serverKey = serverKey;
    }

    public int Iterations { get; }

    public ReadOnlySpan<byte> Salt => _salt;

    public ReadOnlySpan<byte> StoredKey => _storedKey;

    public ReadOnlySpan<byte> ServerKey => _serverKey;

    /// <summary>The secret of a password, with a random salt.</summary>
    public static ScramSecret Create(string password, int iterations = DefaultIterations) =>
        Create(password, RandomNumberGenerator.GetBytes(SaltLength), iterations);

    /// <summary>The secret of a password with a given salt.</summary>
    public static ScramSecret Create(string password, byte[] salt, int iterations)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(salt);
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, KeyLength);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        return new ScramSecret(iterations, salt, SHA256.HashData(clientKey), HMACSHA256.HashData(salted, "Server Key"u8));
    }

    /// <summary>
    /// A secret that no password fits, for a name without one: made of the name and a key of the server, so that the salt a client sees is
    /// the same at each attempt and does not tell which names exist.
    /// </summary>
    public static ScramSecret Mock(string userName, ReadOnlySpan<byte> serverKey)
    {
        ArgumentNullException.ThrowIfNull(userName);
        var salt = HMACSHA256.HashData(serverKey, Encoding.UTF8.GetBytes(userName))[..SaltLength];
        return new ScramSecret(DefaultIterations, salt, RandomNumberGenerator.GetBytes(KeyLength), RandomNumberGenerator.GetBytes(KeyLength));
    }

    /// <summary>Reads the form that <see cref="ToString"/> gives; FormatException for anything else.</summary>
    public static ScramSecret Parse(string text) => TryParse(text) ?? throw new FormatException("not a SCRAM-SHA-256 secret");

    /// <summary>As <see cref="Parse"/>, null for anything else.</summary>
    public static ScramSecret? TryParse(string? text)
    {
        if (text?.Split('$') is not [Mechanism, var parameters, var keys]
            || parameters.Split(':') is not [var iterationText, var saltText] || keys.Split(':') is not [var storedText, var serverText])
            return null;
        if (!int.TryParse(iterationText, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < 1 or > MaxIterations)
            return null;
        return Bytes(saltText) is { Length: > 0 } salt && Bytes(storedText) is { Length: KeyLength } stored && Bytes(serverText) is { Length: KeyLength } server
            ? new ScramSecret(iterations, salt, stored, server)
            : null;
    }

    /// <summary>Whether a password in clear text is the one, in constant time.</summary>
    public bool Verify(string password) => CryptographicOperations.FixedTimeEquals(Create(password, _salt, Iterations)._storedKey, _storedKey);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mechanism}${Iterations}:{Convert.ToBase64String(_salt)}${Convert.ToBase64String(_storedKey)}:{Convert.ToBase64String(_serverKey)}");

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }
}
