using SalesSupport.Host.Moving;

namespace SalesSupport.Host;

/// <summary>The command line. Settings are configuration as ASP.NET Core reads it; anything else that is not known is refused, since a mistyped option must not start something else.</summary>
internal sealed record Arguments(string Data, bool Empty, int SampleSize, IReadOnlyList<string> Verb, string[] Rest)
{
    public const string Usage = """
        usage: SalesSupport.Host [--data FOLDER] [--urls URLS] [--empty | --sample-size N] [--SETTING=VALUE …]
               SalesSupport.Host operator add LOGIN [--data FOLDER]
               SalesSupport.Host migrate-data --from DATABASE --to DATABASE [--to-owner CONNECTION] [--data FOLDER]
          --data FOLDER      everything that is kept (default: data)
          --urls URLS        where to listen (default: http://127.0.0.1:5080)
          --empty            a new folder gets no sample data
          --sample-size N    a new folder gets a demo of N daily reports
          operator add       makes an operator, or gives an existing one a new password; LOGIN is 1 to 60 letters, digits, - _ or .
          migrate-data       moves everything to a new database, and goes on where it was cut off when it is given again; stop the service first
            DATABASE           sqlite:FOLDER, "postgresql:Host=…;Database=…;Username=…" or "sqlserver:Server=…;Database=…"
            --to-owner         how the role that owns the new tables connects, as Database:OwnerConnectionString says it to the host
            --data FOLDER      when a server's data moves to sqlite: where its host has the keys, which move too
        Settings are in README.md.
        """;

    // Settings without a section; one in a section has a colon in its name, which no mistyped option has.
    private static readonly string[] PlainSettings = ["urls", "http_ports", "https_ports", "environment", "PublicAddress", "Proxies"];

    /// <summary>What is wrong with the command line, or null.</summary>
    public string? Fault { get; private init; }

    /// <summary>Of the verb <c>operator add LOGIN</c>; else null.</summary>
    public string? NewOperator => Verb is ["operator", "add", var login] ? login : null;

    /// <summary>Of the verb <c>migrate-data</c>; else null.</summary>
    public MoveArguments? Move { get; private init; }

    public static Arguments Parse(string[] args)
    {
        var data = Environment.GetEnvironmentVariable("SALESSUPPORT_DATA") is { Length: > 0 } folder ? folder : "data";
        var (empty, size) = (false, 0);
        string? fault = null;
        var verb = new List<string>();
        var rest = new List<string>();
        var move = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i++)
        {
            var typed = args[i];
            var (option, value) = typed.Split('=', 2) is [var name, var text] ? (name, (string?)text) : (typed, null);
            switch (option)
            {
                case "--help" or "-h":
                    verb = ["help"];
                    break;
                case "--empty" when value is null:
                    empty = true;
                    break;
                case "--data" when (value ?? Next(args, ref i)) is { Length: > 0 } named:
                    data = named;
                    break;
                case "--sample-size" when int.TryParse(value ?? Next(args, ref i), out size) && size >= 0:
                    break;
                case "--from" or "--to" or "--to-owner" when (value ?? Next(args, ref i)) is { Length: > 0 } place:
                    move[option] = place;
                    break;
                case ['-', '-', .. var setting] when IsSetting(setting) && (value ??= Next(args, ref i)) is not null:
                    rest.Add($"{option}={value}");
                    break;
                case ['-', ..]:
                    fault ??= $"Unknown option, or one without its value: {typed}";
                    break;
                default:
                    verb.Add(typed);
                    break;
            }
        }

        if (verb is ["operator", "add", var login] && !Operators.OperatorVerb.IsLogin(login))
        {
            fault ??= $"No login: {login}";
        }
        else if (verb is ["migrate-data"] ? MoveArguments.Parse(move) is null : move.Count > 0)
        {
            fault ??= "migrate-data wants --from and --to: sqlite:FOLDER, postgresql:CONNECTION or sqlserver:CONNECTION";
        }
        else if (verb is not ([] or ["help"] or ["migrate-data"] or ["operator", "add", _]))
        {
            fault ??= $"Unknown command: {string.Join(' ', verb)}";
        }

        return new Arguments(data, empty, size, verb, [.. rest]) { Fault = fault, Move = MoveArguments.Parse(move) };
    }

    private static bool IsSetting(string name) => name.Contains(':', StringComparison.Ordinal) || PlainSettings.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string? Next(string[] args, ref int i) => i + 1 < args.Length && !args[i + 1].StartsWith('-') ? args[++i] : null;
}
