namespace SalesSupport.Testing;

/// <summary>Folders of tests.</summary>
public static class Folders
{
    private const int MostTries = 100;

    /// <summary>Deletes one in which something that has just ended may still be writing for a moment: a killed server's children, a host's last attempt to send.</summary>
    /// <exception cref="IOException">It is written in for five seconds and more.</exception>
    public static async Task RemoveAsync(string folder)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (tries < MostTries)
            {
                await Task.Delay(50);
            }
        }
    }
}
