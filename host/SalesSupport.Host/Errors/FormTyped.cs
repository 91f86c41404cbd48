namespace SalesSupport.Host.Errors;

/// <summary>What a person typed into a form that could not be taken, to be shown back to them.</summary>
internal static class FormTyped
{
    public static readonly object Key = new();

    /// <returns>Null when there is nothing to keep, or when the form came from another site, whose words must not get a "send again" button from us.</returns>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>?> ReadAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || !IsSameOrigin(request))
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync();
            var typed = form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal) && !f.Key.Contains("password", StringComparison.OrdinalIgnoreCase))
                .SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? ""))).ToArray();
            return typed.Length == 0 ? null : typed;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
        {
            return null;
        }
    }

    public static bool IsSameOrigin(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "same-origin"
        || (request.Headers["Sec-Fetch-Site"].Count == 0 && request.Headers.Origin.ToString() == $"{request.Scheme}://{request.Host}");
}
