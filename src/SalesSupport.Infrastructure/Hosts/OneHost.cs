using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>The embedded database is of one host, which keeps its keys in the data folder: protected by data protection, readable by the service's account only.</summary>
internal sealed class OneHost(DataFolder folder, IDataProtectionProvider protection, ILogger<OneHost> log) : IHosts
{
    /// <summary>For what the keys are protected, on every engine.</summary>
    public const string Purpose = "SalesSupport.Portal.SigningKeys";

    private readonly IDataProtector protector = protection.CreateProtector(Purpose);

    public static string PathOf(DataFolder folder, string name) => Path.Combine(folder.Keys, $"{name}.key");

    public ValueTask<long> StampAsync(Guid tenant) => ValueTask.FromResult(0L);

    public byte[] Key(string name, Func<byte[]> make)
    {
        var path = PathOf(folder, name);
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
            log.LogError(e, "{Path} cannot be read with the keys of {Folder}; a new one is made, and everybody signs on anew", path, folder.Keys);
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
