using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using SalesSupport.Host;

namespace SalesSupport.House.Tests;

/// <summary>The files under <c>deploy/</c> are those that docs/operations.md tells people to copy.</summary>
[Trait("Bar", "engines")]
[Trait("Engine", "Sqlite")]
public sealed class DeployTests : IDisposable
{
    private static readonly string Deploy = Path.Combine(Repository.Root, "deploy");
    private readonly string folder = Directory.CreateTempSubdirectory("salessupport-deploy-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("proxy_parse on;")]
    public async Task Nginx_takes_its_file_and_would_refuse_a_wrong_one(string wrong)
    {
        const string Nginx = "/usr/sbin/nginx";
        Assert.SkipUnless(File.Exists(Nginx), "nginx is not installed");
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=sales.example.jp", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
        await File.WriteAllTextAsync(Path.Combine(folder, "fullchain.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
        var site = (await File.ReadAllTextAsync(Path.Combine(Deploy, "nginx.conf"))).Replace("/etc/ssl/salessupport/", folder + "/", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $"pid {folder}/pid; error_log stderr; events {{ }} http {{ access_log off; {wrong}\n{site}\n}}");
        var (code, said) = await RunAsync(Nginx, "-t", "-p", folder, "-c", Path.Combine(folder, "nginx.conf"));
        Assert.True((code == 0) == (wrong.Length == 0), said);
    }

    [Fact]
    public async Task Systemd_knows_every_line_of_the_unit()
    {
        const string Systemd = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Systemd), "systemd is not installed");
        // Program and user are not on this machine.
        var unit = Regex.Replace(await File.ReadAllTextAsync(Path.Combine(Deploy, "salessupport.service")), "/opt/salessupport/SalesSupport.Host|(?<=User=|Group=).*", m => m.Value.StartsWith('/') ? "/bin/true" : "root");
        var (code, said) = await VerifyAsync(unit);
        Assert.True(code == 0 && said.Length == 0, said);
        Assert.Contains("Unknown key", (await VerifyAsync(unit + "ProtectEverything=yes\n")).Said, StringComparison.Ordinal);

        async Task<(int Code, string Said)> VerifyAsync(string text)
        {
            var file = Path.Combine(folder, "salessupport.service");
            await File.WriteAllTextAsync(file, text);
            return await RunAsync(Systemd, "verify", file);
        }
    }

    [Theory]
    [InlineData("salessupport.service", "^ExecStart=\\S+/SalesSupport.Host (?<typed>.*)$")]
    [InlineData("Containerfile", "^ENTRYPOINT (?<typed>.*)$")]
    public async Task The_program_takes_the_command_line_that_starts_it(string file, string line)
    {
        var typed = Regex.Match(await File.ReadAllTextAsync(Path.Combine(Deploy, file)), line, RegexOptions.Multiline).Groups["typed"].Value;
        var words = typed.StartsWith('[') ? System.Text.Json.JsonSerializer.Deserialize<string[]>(typed)![1..] : typed.Split(' ');
        var arguments = Arguments.Parse(words);
        Assert.Null(arguments.Fault);
        Assert.Equal("/var/lib/salessupport", arguments.Data);
        // Where there is no database it must not make one: the folder may not be mounted.
        Assert.False(arguments.Empty);
    }

    [Fact]
    public async Task Each_setting_in_the_files_is_one_that_the_program_reads()
    {
        var source = string.Concat(new[] { "src", "host", "modules" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*.cs", SearchOption.AllDirectories)).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var settings = Regex.Matches(await File.ReadAllTextAsync(Path.Combine(Deploy, "settings")), "(?<=^#?)[A-Za-z_]+(?==)", RegexOptions.Multiline).Select(m => m.Value).ToArray();
        Assert.Contains("PublicAddress", settings);
        // A section is read by its own name, and what is in it by its.
        Assert.All(settings, s => Assert.True(source.Contains($"\"{s.Replace("__", ":", StringComparison.Ordinal)}\"", StringComparison.Ordinal) || s.Split("__").All(p => source.Contains($"\"{p}\"", StringComparison.Ordinal)), s));
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }
}
