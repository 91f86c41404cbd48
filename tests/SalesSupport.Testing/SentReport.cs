using System.Globalization;
using System.Net;

namespace SalesSupport.Testing;

/// <summary>The form of one's own daily report, filled as it stands on its page and saved as a draft.</summary>
public sealed class SentReport
{
    private readonly List<(string Name, string Value)> fields;

    private SentReport(string action, IEnumerable<(string Name, string Value)> fields)
    {
        Action = action;
        this.fields = [.. fields];
    }

    /// <summary>Where it is posted to.</summary>
    public string Action { get; }

    /// <summary>What it sends, the antiforgery token included.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields => fields;

    /// <summary>Opens the signed-on user's form of a day.</summary>
    /// <exception cref="InvalidOperationException">There is none; with what there is instead.</exception>
    public static async Task<SentReport> OpenAsync(Browser browser, DateOnly date)
    {
        var page = await browser.GetAsync(Address(date));
        return Of(page) ?? throw new InvalidOperationException($"{Address(date)} ended at {page.Address} with {page.Status} and no form of a report: {page.Text.Trim()}");
    }

    /// <returns>Null when that day's report cannot be written (any more).</returns>
    public static async Task<SentReport?> FindAsync(Browser browser, DateOnly date) => Of(await browser.GetAsync(Address(date)));

    public void Set(string name, string value)
    {
        fields.RemoveAll(f => f.Name == name);
        fields.Add((name, value));
    }

    /// <summary>Posts it.</summary>
    /// <exception cref="InvalidOperationException">It was refused; with what the answer says.</exception>
    public async Task SaveAsync(Browser browser)
    {
        using var response = await browser.SendFormAsync(Action, fields);
        if (response.StatusCode is not (HttpStatusCode.SeeOther or HttpStatusCode.Found) || response.Headers.Location?.OriginalString.Contains("sign-on", StringComparison.Ordinal) != false)
        {
            throw new InvalidOperationException($"Saving at {Action} was answered with {response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    private static string Address(DateOnly date) => $"/reports/{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}/edit";

    private static SentReport? Of(Page page)
    {
        var form = page.Status == HttpStatusCode.OK ? page.Document.Forms.FirstOrDefault(f => f.QuerySelector("textarea[name='Note']") is not null) : null;
        return form is null ? null : new SentReport(form.GetAttribute("action") is { Length: > 0 } action ? action : page.Address.PathAndQuery, Browser.Fields(form));
    }
}
