using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using SalesSupport.Abstractions;

namespace SalesSupport.Portal.Connect;

/// <summary>The provider's keys, made at first use and the same on every host, so that a code that one has given another can exchange, and a restart or a restored backup signs as before.</summary>
internal sealed class SigningKeys(IHosts hosts)
{
    /// <summary>Signs what SalesSupport checks.</summary>
    public SigningCredentials Signing()
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(hosts.Key("openid-signing", MakeRsa), out _);
        var key = new RsaSecurityKey(rsa);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
    }

    /// <summary>Encrypts codes and access tokens, which nobody but this provider reads.</summary>
    public EncryptingCredentials Encryption() => new(
        new SymmetricSecurityKey(hosts.Key("openid-encryption", () => RandomNumberGenerator.GetBytes(32))), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512);

    private static byte[] MakeRsa()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }
}
