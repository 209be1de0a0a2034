using System.Security.Cryptography;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.PgWire.Authentication;

namespace VectorData.PgWire.Tests.Authentication;

public sealed class ScramExchangeTests
{
    [Fact]
    public void The_example_of_rfc_7677_passes()
    {
        var secret = ScramSecret.Create("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
        Assert.Equal("WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=", Convert.ToBase64String(secret.StoredKey));
        Assert.Equal("wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=", Convert.ToBase64String(secret.ServerKey));
    }

    [Theory]
    [InlineData("n,,")]
    [InlineData("y,,")]
    public void The_right_password_is_let_in_and_the_server_proves_itself(string header)
    {
        var (final, authMessage, salted) = Run(ScramSecret.Create("Grüße 😀"), "Grüße 😀", header);
        var expected = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), authMessage);
        Assert.Equal("v=" + Convert.ToBase64String(expected), Encoding.UTF8.GetString(final!));
    }

    [Fact]
    public void A_wrong_password_is_not() => Assert.Null(Run(ScramSecret.Create("right"), "wrong", "n,,").Final);

    [Fact]
    public void An_unknown_name_has_the_same_salt_at_each_attempt_and_never_gets_in()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        Assert.Equal(ScramSecret.Mock("nobody", key).Salt, ScramSecret.Mock("nobody", key).Salt);
        Assert.False(ScramSecret.Mock("nobody", key).Salt.SequenceEqual(ScramSecret.Mock("somebody", key).Salt));
        Assert.Null(Run(ScramSecret.Mock("nobody", key), "", "n,,").Final);
    }

    [Fact]
    public void A_secret_round_trips_as_text_and_tells_passwords_apart()
    {
        var secret = ScramSecret.Parse(ScramSecret.Create("p").ToString());
        Assert.True(secret.Verify("p"));
        Assert.False(secret.Verify("q"));
        foreach (var text in (string[])["", "md5abc", "SCRAM-SHA-256$0:AA==$AA==:AA==", "SCRAM-SHA-256$4096:!!$x:y", secret + "$"])
            Assert.Null(ScramSecret.TryParse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n,")]
    [InlineData("x,,n=,r=abc")]
    [InlineData("n,,r=abc")]
    [InlineData("n,,n=,r=")]
    [InlineData("n,,n=,r=a b")]
    public void A_malformed_first_message_is_08P01(string message)
    {
        var error = Assert.Throws<ProtocolViolationException>(() => new ScramExchange(ScramSecret.Create("p")).Start(Encoding.UTF8.GetBytes(message)));
        Assert.True(error.IsFatal);
    }

    [Theory]
    [InlineData("p=tls-server-end-point,,n=,r=abc")]
    [InlineData("n,a=admin,n=,r=abc")]
    public void What_is_not_offered_is_0A000(string message)
    {
        var error = Assert.Throws<VectorDbException>(() => new ScramExchange(ScramSecret.Create("p")).Start(Encoding.UTF8.GetBytes(message)));
        Assert.Equal(SqlStates.FeatureNotSupported, error.SqlState);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c=biws,r=NONCE")]
    [InlineData("c=biws,r=other,p=AAAA")]
    [InlineData("c=eSws,r=NONCE,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=biws,r=NONCE,p=AAAA")]
    [InlineData("c=biws,r=NONCE,p=!!")]
    [InlineData("c=biws,r=NONCE,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_malformed_final_message_is_08P01(string message)
    {
        var exchange = new ScramExchange(ScramSecret.Create("p"));
        var nonce = Encoding.UTF8.GetString(exchange.Start("n,,n=,r=abc"u8)).Split(',')[0][2..];
        Assert.Throws<ProtocolViolationException>(() => exchange.Finish(Encoding.UTF8.GetBytes(message.Replace("NONCE", nonce, StringComparison.Ordinal))));
    }

    private static (byte[]? Final, byte[] AuthMessage, byte[] Salted) Run(ScramSecret secret, string password, string header)
    {
        var exchange = new ScramExchange(secret);
        var first = "n=,r=fyko+d2lbbFgONRv9qkxdawL";
        var serverFirst = Encoding.UTF8.GetString(exchange.Start(Encoding.UTF8.GetBytes(header + first)));
        var parts = serverFirst.Split(',');
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), Convert.FromBase64String(parts[1][2..]), int.Parse(parts[2][2..]), HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c={Convert.ToBase64String(Encoding.UTF8.GetBytes(header))},{parts[0]}";
        var authMessage = Encoding.UTF8.GetBytes($"{first},{serverFirst},{withoutProof}");
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), authMessage);
        var proof = clientKey.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray();
        return (exchange.Finish(Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}")), authMessage, salted);
    }
}
