namespace SalesSupport.IdentityBridge;

/// <summary>What people call a browser, from what it calls itself. Only for recognising one's own devices.</summary>
internal static class BrowserName
{
    // In this order: each of them also claims to be those below it.
    private static readonly (string Sign, string Name)[] Browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Sign, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")];

    /// <returns>Such as <c>Chrome (Windows)</c>; null when nothing is known.</returns>
    public static string? Of(string? agent) => (Find(Browsers, agent), Find(Systems, agent)) switch
    {
        (null, null) => null,
        (var browser, null) => browser,
        (null, var system) => system,
        var (browser, system) => $"{browser} ({system})",
    };

    private static string? Find((string Sign, string Name)[] known, string? agent) => Array.Find(known, k => agent?.Contains(k.Sign, StringComparison.Ordinal) == true).Name;
}
