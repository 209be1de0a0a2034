using System.Security.Cryptography;
using VectorData.Core.Sessions;

namespace VectorData.Server.Authentication;

/// <summary>Who has which password. Names without one get a secret that nothing matches, the same each time.</summary>
internal sealed class LoginUsers(ServerOptions options)
{
    private readonly byte[] _mockKey = RandomNumberGenerator.GetBytes(ScramSecret.KeyLength);
    private readonly ScramSecret? _secret = options.BootstrapPassword is { } password ? ScramSecret.Create(password) : null;

    public ScramSecret SecretOf(string user)
    {
        var mock = ScramSecret.Mock(user, _mockKey);
        return _secret is not null && user == options.BootstrapUser ? _secret : mock;
    }
}
