namespace SalesSupport.Testing;

/// <summary>Where things lie in the working copy that a test program was built from.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The host's program, built with the same configuration as the running program.</summary>
    public static string HostDll { get; } = Path.Combine(Root, "host", "SalesSupport.Host", "bin", Configuration, "net10.0", "SalesSupport.Host.dll");

    private static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SalesSupport.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No SalesSupport.sln above {AppContext.BaseDirectory}.");
    }
}
