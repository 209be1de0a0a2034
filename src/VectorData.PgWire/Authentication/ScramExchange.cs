using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Authentication;

/// <summary>
/// The server's half of one SCRAM-SHA-256 exchange (RFC 5802): client-first in, server-first out, client-final in, server-final out. For a name
/// without password give <see cref="ScramSecret.Mock"/>: the exchange looks the same and fails at the end.
/// </summary>
public sealed class ScramExchange(ScramSecret secret, byte[]? serverNonce = null)
{
    private const int NonceLength = 18;
    private readonly string _serverNonce = Convert.ToBase64String(serverNonce ?? RandomNumberGenerator.GetBytes(NonceLength));
    private string? _gs2Header;
    private string? _clientFirstBare;
    private string? _serverFirst;
    private string _nonce = "";
    private bool _isOver;

    /// <summary>Takes client-first-message and gives server-first-message. 08P01 for a message of a wrong form, 0A000 for channel binding.</summary>
    public byte[] Start(ReadOnlySpan<byte> clientFirst)
    {
        if (_serverFirst is not null)
            throw new InvalidOperationException("the exchange has begun already");
        var message = Text(clientFirst);
        var flagEnd = message.IndexOf(',', StringComparison.Ordinal);
        var headerEnd = flagEnd < 0 ? -1 : message.IndexOf(',', flagEnd + 1);
        if (headerEnd < 0)
            throw Malformed("Channel binding flag or attribute is missing.");
        switch (message[..flagEnd])
        {
            case "n" or "y":
                break;
            case ['p', '=', ..]:
                throw new VectorDbException(SqlStates.FeatureNotSupported, "SCRAM with channel binding is not supported") { Severity = "FATAL" };
            default:
                throw Malformed($"Unexpected channel-binding flag \"{Printable(message[..flagEnd])}\".");
        }

        if (headerEnd != flagEnd + 1)
            throw new VectorDbException(SqlStates.FeatureNotSupported, "client uses authorization identity, but it is not supported") { Severity = "FATAL" };
        _gs2Header = message[..(headerEnd + 1)];
        _clientFirstBare = message[(headerEnd + 1)..];

        // The user's name was given at the start-up; what stands here is ignored, as in PostgreSQL.
        var parts = _clientFirstBare.Split(',');
        if (parts is not [['n', '=', ..], ['r', '=', .. var clientNonce], ..] || clientNonce.Length == 0 || clientNonce.Any(c => c is < '!' or > '~'))
            throw Malformed("Expected user name and nonce.");
        _nonce = clientNonce + _serverNonce;
        _serverFirst = string.Create(CultureInfo.InvariantCulture, $"r={_nonce},s={Convert.ToBase64String(secret.Salt)},i={secret.Iterations}");
        return Encoding.UTF8.GetBytes(_serverFirst);
    }

    /// <summary>Takes client-final-message: server-final-message when the password is right, null when it is not. Compares in constant time.</summary>
    public byte[]? Finish(ReadOnlySpan<byte> clientFinal)
    {
        if (_serverFirst is null || _isOver)
            throw new InvalidOperationException("the exchange is not at its final message");
        _isOver = true;
        var message = Text(clientFinal);
        var proofAt = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0 || message[..proofAt].Split(',') is not [['c', '=', .. var binding], ['r', '=', .. var nonce], ..])
            throw Malformed("Expected channel binding, nonce and proof.");
        if (binding != Convert.ToBase64String(Encoding.UTF8.GetBytes(_gs2Header!)))
            throw Malformed("Unexpected SCRAM channel-binding attribute in client-final-message.");
        if (nonce != _nonce)
            throw Malformed("Nonce does not match.");
        var proof = new byte[ScramSecret.KeyLength];
        var proofText = message[(proofAt + 3)..];
        if (Base64.GetMaxDecodedFromUtf8Length(proofText.Length) > ScramSecret.KeyLength + 2
            || !Convert.TryFromBase64String(proofText, proof, out var length) || length != ScramSecret.KeyLength)
            throw Malformed("Malformed proof in client-final-message.");
        var authMessage = Encoding.UTF8.GetBytes($"{_clientFirstBare},{_serverFirst},{message[..proofAt]}");
        return IsProof(proof, authMessage)
            ? Encoding.UTF8.GetBytes("v=" + Convert.ToBase64String(HMACSHA256.HashData(secret.ServerKey, authMessage)))
            : null;
    }

    // StoredKey = H(ClientKey), ClientKey = ClientProof XOR HMAC(StoredKey, AuthMessage).
    private bool IsProof(byte[] proof, byte[] authMessage)
    {
        var signature = HMACSHA256.HashData(secret.StoredKey, authMessage);
        for (var i = 0; i < signature.Length; i++)
            signature[i] ^= proof[i];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(signature), secret.StoredKey);
    }

    private static string Text(ReadOnlySpan<byte> message)
    {
        MessageReader.CheckText(message);
        return message.IsEmpty ? throw Malformed("The message is empty.") : MessageReader.DecodeText(message);
    }

    private static string Printable(string text) => string.Concat(text.Take(20).Select(c => c is >= ' ' and <= '~' ? c : '?'));

    private static ProtocolViolationException Malformed(string detail) => new("malformed SCRAM message", isFatal: true) { Detail = detail };
}
