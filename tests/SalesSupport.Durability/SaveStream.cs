using System.Globalization;

namespace SalesSupport.Durability;

/// <summary>One salesperson who saves reports one after the other: new days first, then again over the same days.</summary>
internal sealed class SaveStream(Browser browser, string login, DateOnly newest, Ledger ledger)
{
    // A day can be begun up to 60 days back.
    private const int Days = 35;
    private int number;

    /// <summary>Saves until the host is gone or <paramref name="stop"/> says so.</summary>
    /// <exception cref="InvalidOperationException">The host answered, and refused.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var date = newest.AddDays(-(number % Days));
            var key = $"{login} {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
            var text = $"{StoredReports.Mark}{key} #{(++number).ToString(CultureInfo.InvariantCulture)}";
            try
            {
                var form = await SentReport.OpenAsync(browser, date);
                form.Set("Note", text);
                ledger.Sent(key, text);
                await form.SaveAsync(browser);
                ledger.Answered(key, text);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or System.Net.Sockets.SocketException)
            {
                return;       // killed
            }
        }
    }
}
