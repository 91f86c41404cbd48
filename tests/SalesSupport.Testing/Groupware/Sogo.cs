using System.Globalization;
using Npgsql;

namespace SalesSupport.Testing.Groupware;

/// <summary>Debian's sogo with all it needs: memcached, a PostgreSQL cluster of its own, and nginx in front, which also serves the files of its web page. Nothing of the machine's own services is used.</summary>
public sealed class Sogo : CalDavServer
{
    private const string User = "sogo";
    private readonly string folder = OwnProcess.Folder("sogo", User);
    private readonly string data = OwnProcess.Folder("sogo-data", "postgres");
    private readonly string front = OwnProcess.Folder("sogo-front");
    private readonly (int Web, int Sogo, int Data, int Cache) ports = (HostProcess.FreePort(), HostProcess.FreePort(), HostProcess.FreePort(), HostProcess.FreePort());
    private readonly List<OwnProcess> others = [];
    private OwnProcess? sogo;
    private OwnProcess? nginx;

    private Sogo()
    {
    }

    public override Uri Address => new($"http://127.0.0.1:{Text(ports.Web)}/");

    /// <summary>Its web page, where people sign in.</summary>
    public Uri Page => new(Address, "/SOGo/");

    private string Database => $"Host=127.0.0.1;Port={Text(ports.Data)};Username=sogo;Database=sogo;Pooling=false";

    public static async Task<Sogo> StartAsync()
    {
        var server = new Sogo();
        try
        {
            await server.StartDatabaseAsync();
            server.others.Add(OwnProcess.Start("memcached", ["-l", "127.0.0.1", "-p", Text(server.ports.Cache), "-m", "16"], server.folder, User));
            await server.StartAgainAsync();
            await server.SetPasswordAsync(server.Service, server.ServicePassword);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public override string CalendarPath(string user) => $"/SOGo/dav/{user}/Calendar/personal/";

    // SOGo makes it when somebody looks.
    public override Task AddCalendarAsync(string user) => SendAsync("PROPFIND", user, $"/SOGo/dav/{user}/Calendar/", depth: 1);

    public override async Task StopAsync()
    {
        await nginx!.DisposeAsync();
        await sogo!.DisposeAsync();
        (nginx, sogo) = (null, null);
    }

    public override async Task StartAgainAsync()
    {
        var url = $"postgresql://sogo:none@127.0.0.1:{Text(ports.Data)}/sogo";
        string[] settings =
        [
            "-WONoDetach", "YES", "-WOPort", $"127.0.0.1:{Text(ports.Sogo)}", "-WOWorkersCount", "2", "-WOPidFile", $"{folder}/pid", "-WOLogFile", "-", "-SxVMemLimit", "1024",
            "-SOGoProfileURL", $"{url}/sogo_user_profile", "-OCSFolderInfoURL", $"{url}/sogo_folder_info", "-OCSSessionsFolderURL", $"{url}/sogo_sessions_folder", "-OCSEMailAlarmsFolderURL", $"{url}/sogo_alarms_folder",
            "-SOGoMemcachedHost", $"127.0.0.1:{Text(ports.Cache)}", "-SOGoCacheCleanupInterval", "1", "-SOGoTimeZone", "Asia/Tokyo", "-SOGoLanguage", "Japanese", "-SOGoAppointmentSendEMailNotifications", "NO",
            "-SOGoSuperUsernames", $"({Service})", "-SOGoLoginModule", "Calendar", "-SOGoRefreshViewCheck", "manually",
            "-SOGoUserSources", $"({{type=sql;id=users;viewURL=\"{url}/users\";canAuthenticate=YES;isAddressBook=NO;userPasswordAlgorithm=plain;}})",
        ];
        sogo = OwnProcess.Start("/usr/sbin/sogod", settings, folder, User);
        await sogo.WaitUntilAsync(() => AnswersAsync(new Uri($"http://127.0.0.1:{Text(ports.Sogo)}/SOGo/dav/")));
        await StartNginxAsync();
    }

    public override void Freeze() => sogo!.Freeze();

    public override void Thaw() => sogo!.Thaw();

    public override async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { nginx, sogo }.Concat(others).OfType<OwnProcess>())
        {
            await process.DisposeAsync();
        }

        foreach (var place in new[] { folder, data, front })
        {
            await Folders.RemoveAsync(place);
        }

        await base.DisposeAsync();
    }

    protected override async Task WriteAccountsAsync(IReadOnlyDictionary<string, string> accounts)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var delete = new NpgsqlCommand("DELETE FROM users WHERE NOT c_uid = ANY(@kept)", connection) { Parameters = { new("kept", accounts.Keys.ToArray()) } };
        await delete.ExecuteNonQueryAsync();
        foreach (var (user, password) in accounts)
        {
            await using var write = new NpgsqlCommand("INSERT INTO users VALUES (@user, @user, @password, @user, @user || '@example.jp') ON CONFLICT (c_uid) DO UPDATE SET c_password = @password", connection)
            {
                Parameters = { new("user", user), new("password", password) },
            };
            await write.ExecuteNonQueryAsync();
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private async Task StartDatabaseAsync()
    {
        var programs = Directory.GetDirectories("/usr/lib/postgresql").OrderBy(d => int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture)).Last() + "/bin/";
        await using (var make = OwnProcess.Start(programs + "initdb", ["-D", $"{data}/data", "-U", "sogo", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], data, "postgres"))
        {
            await make.WaitForEndAsync();
        }

        var server = OwnProcess.Start(programs + "postgres", ["-D", $"{data}/data", "-p", Text(ports.Data), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off"], data, "postgres");
        others.Add(server);
        await server.WaitUntilAsync(async () =>
        {
            await using var connection = new NpgsqlConnection(Database.Replace("Database=sogo", "Database=postgres", StringComparison.Ordinal));
            await connection.OpenAsync();
            await using var make = new NpgsqlCommand("CREATE DATABASE sogo", connection);
            await make.ExecuteNonQueryAsync();
            return true;
        });
        await using var own = new NpgsqlConnection(Database);
        await own.OpenAsync();
        await using var table = new NpgsqlCommand("CREATE TABLE users (c_uid text PRIMARY KEY, c_name text, c_password text, c_cn text, mail text)", own);
        await table.ExecuteNonQueryAsync();
    }

    private async Task StartNginxAsync()
    {
        var temporary = string.Join(' ', new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(t => $"{t}_temp_path {front}/{t};"));
        await File.WriteAllTextAsync($"{front}/nginx.conf", $$"""
            daemon off; master_process off; pid {{front}}/pid; error_log stderr warn;
            events { worker_connections 512; }
            http {
              {{temporary}}
              access_log off; large_client_header_buffers 4 64k; # its cookie has the password in it and is long
              types { text/css css; application/javascript js; image/svg+xml svg; image/png png; font/woff2 woff2; application/json json; }
              server {
                listen 127.0.0.1:{{Text(ports.Web)}};
                absolute_redirect off;
                location = / { return 302 /SOGo/; }
                location = /.well-known/caldav { return 301 /SOGo/dav/; }
                location /SOGo.woa/WebServerResources/ { alias /usr/lib/GNUstep/SOGo/WebServerResources/; }
                location /SOGo/WebServerResources/ { alias /usr/lib/GNUstep/SOGo/WebServerResources/; }
                location /SOGo {
                  proxy_pass http://127.0.0.1:{{Text(ports.Sogo)}};
                  proxy_read_timeout 30s; proxy_buffer_size 64k; proxy_buffers 8 64k; proxy_busy_buffers_size 128k;
                  proxy_set_header Host $http_host;
                  proxy_set_header x-webobjects-server-protocol HTTP/1.0;
                  proxy_set_header x-webobjects-remote-host 127.0.0.1;
                  proxy_set_header x-webobjects-server-name $host;
                  proxy_set_header x-webobjects-server-url http://$http_host;
                  proxy_set_header x-webobjects-server-port $server_port;
                }
              }
            }
            """);
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        nginx = OwnProcess.Start(program, ["-c", $"{front}/nginx.conf", "-p", front, "-e", "stderr"], front);
        await nginx.WaitUntilAsync(() => AnswersAsync(new Uri(Address, "/SOGo/dav/")));
    }
}
