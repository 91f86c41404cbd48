using System.Diagnostics;
using System.Globalization;

namespace SalesSupport.Testing;

/// <summary>A real nginx before several hosts, each request to the next one, as docs/operations.md has it. A process of its own with its own folder, on a port of 127.0.0.1.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private Nginx(Process process, string folder)
    {
        this.process = process;
        this.folder = folder;
    }

    /// <summary>Each request so far: the hosts that it was sent to, its method, address and status.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            using var file = new FileStream(Path.Combine(folder, "access.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="hosts">Ports of the hosts.</param>
    public static Nginx Start(int port, IEnumerable<int> hosts)
    {
        var place = Directory.CreateTempSubdirectory("salessupport-nginx-").FullName;
        var servers = string.Join(' ', hosts.Select(h => $"server 127.0.0.1:{h.ToString(CultureInfo.InvariantCulture)} max_fails=1 fail_timeout=1s;"));
        var temporary = string.Join(' ', new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(t => $"{t}_temp_path {place}/{t};"));
        File.WriteAllText(Path.Combine(place, "nginx.conf"), $$"""
            daemon off; master_process off; pid {{place}}/pid; error_log {{place}}/error.log warn;
            events { worker_connections 512; }
            http {
              {{temporary}}
              log_format hosts '$upstream_addr $request_method $uri $status';
              access_log {{place}}/access.log hosts;
              upstream hosts { {{servers}} }
              server {
                listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}};
                client_max_body_size 30m;
                location / {
                  proxy_pass http://hosts;
                  proxy_next_upstream error timeout;
                  proxy_connect_timeout 2s;
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                }
              }
            }
            """);
        // Where Debian puts it is in root's path only.
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        return new Nginx(Process.Start(new ProcessStartInfo(program, ["-c", $"{place}/nginx.conf", "-p", place, "-e", $"{place}/error.log"])) ?? throw new InvalidOperationException("nginx did not start."), place);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
