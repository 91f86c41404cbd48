namespace SalesSupport.Infrastructure;

/// <summary>The one folder that holds everything the system keeps: database, keys, locks. What is backed up.</summary>
/// <param name="path">Its path; made when missing, for this account only.</param>
internal sealed class DataFolder(string path)
{
    public string Root { get; } = (OperatingSystem.IsWindows() ? Directory.CreateDirectory(Path.GetFullPath(path)) : Directory.CreateDirectory(Path.GetFullPath(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)).FullName;

    public string Database => Path.Combine(Root, "salessupport.db");

    public string Keys => KeysOf(Root);

    /// <summary>Exists while the very first start is making the database: a start that finds it begins again. Nothing else ever deletes data.</summary>
    public string FirstStartMark => Path.Combine(Root, "first-start.unfinished");

    public static string KeysOf(string folder) => Path.Combine(folder, "keys");

    public string MigrationLock => Path.Combine(Root, "migration.lock");
}
