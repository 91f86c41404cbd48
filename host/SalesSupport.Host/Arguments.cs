namespace SalesSupport.Host;

/// <summary>The command line: <c>[verb …] [--data FOLDER] [--urls URLS] [--empty] [--sample-size N]</c>; everything else is configuration as ASP.NET Core reads it.</summary>
internal sealed record Arguments(string Data, bool Empty, int SampleSize, IReadOnlyList<string> Verb, string[] Rest)
{
    public static Arguments Parse(string[] args)
    {
        var data = Environment.GetEnvironmentVariable("SALESSUPPORT_DATA") ?? "data";
        var empty = false;
        var size = 0;
        var verb = new List<string>();
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--data" when i + 1 < args.Length:
                    data = args[++i];
                    break;
                case "--empty":
                    empty = true;
                    break;
                case "--sample-size" when i + 1 < args.Length && int.TryParse(args[i + 1], out size) && size >= 0:
                    i++;
                    break;
                case var option when option.StartsWith('-'):
                    rest.Add(option);
                    if (!option.Contains('=', StringComparison.Ordinal) && i + 1 < args.Length && !args[i + 1].StartsWith('-'))
                    {
                        rest.Add(args[++i]);
                    }

                    break;
                default:
                    verb.Add(args[i]);
                    break;
            }
        }

        return new Arguments(data, empty, size, verb, [.. rest]);
    }
}
