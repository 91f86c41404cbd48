using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using SalesSupport.Abstractions;

namespace SalesSupport.Portal.Connect;

/// <summary>
/// The provider's keys, made at first use and kept in the data folder, so that a restart or a restored backup signs as before. The files are protected by data protection and
/// readable by the service's account only.
/// </summary>
internal sealed class SigningKeys(IDataPaths paths, IDataProtectionProvider protection, ILogger<SigningKeys> log)
{
    private readonly IDataProtector protector = protection.CreateProtector("SalesSupport.Portal.SigningKeys");

    /// <summary>Signs what SalesSupport checks.</summary>
    public SigningCredentials Signing()
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(ReadOrMake("openid-signing.key", MakeRsa), out _);
        var key = new RsaSecurityKey(rsa);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
    }

    /// <summary>Encrypts codes and access tokens, which nobody but this provider reads.</summary>
    public EncryptingCredentials Encryption() => new(
        new SymmetricSecurityKey(ReadOrMake("openid-encryption.key", () => RandomNumberGenerator.GetBytes(32))), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512);

    private static byte[] MakeRsa()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }

    private byte[] ReadOrMake(string name, Func<byte[]> make)
    {
        var path = Path.Combine(paths.Keys, name);
        if (!File.Exists(path))
        {
            Make(path, protector.Protect(make()));
        }

        try
        {
            return protector.Unprotect(File.ReadAllBytes(path));
        }
        catch (CryptographicException e)
        {
            // The data-protection keys beside it are gone, and every session with them. New ones cost one more sign-on; the old ones could not be used for anything.
            log.LogError(e, "{Path} cannot be read with the keys of {Folder}; a new one is made, and everybody signs on anew", path, paths.Keys);
            File.Move(path, $"{path}.unreadable-{Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}");
            Make(path, protector.Protect(make()));
            return protector.Unprotect(File.ReadAllBytes(path));
        }
    }

    // Written whole under another name first: a process killed in the middle leaves no half key, and of two that start at once the first one's stays.
    private static void Make(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
