namespace SalesSupport.Benchmarks;

/// <summary>The product's host, and a salesperson who is signed on.</summary>
internal sealed class Product
{
    private Product(HostProcess process, Browser browser)
    {
        Process = process;
        Browser = browser;
    }

    public HostProcess Process { get; }

    public Browser Browser { get; }

    public static async Task<Product> StartAsync(string hostDll, string folder)
    {
        var host = HostProcess.StartEmbedded(hostDll, folder, HostProcess.FreePort());
        await host.WaitUntilAnswersAsync(TimeSpan.FromSeconds(60));
        var browser = new Browser(host.Address);
        await browser.SignOnAsync("demo", "sato", TestHost.Password);
        return new Product(host, browser);
    }

    public Func<int, HttpRequestMessage> Get(string path)
    {
        var address = new Uri(Process.Address, path);
        var cookies = Browser.CookieHeader;
        return _ => With(new HttpRequestMessage(HttpMethod.Get, address), cookies);
    }

    /// <summary>Saves each worker's own report again and again, as the form of its last answer would.</summary>
    public Func<int, HttpRequestMessage> Save(IReadOnlyList<SavedForm> forms)
    {
        var cookies = Browser.CookieHeader;
        var origin = Process.Address.GetLeftPart(UriPartial.Authority);
        return worker =>
        {
            var request = With(new HttpRequestMessage(HttpMethod.Post, new Uri(Process.Address, forms[worker].Action)) { Content = forms[worker].Next() }, cookies);
            request.Headers.TryAddWithoutValidation("Origin", origin);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            return request;
        };
    }

    private static HttpRequestMessage With(HttpRequestMessage request, string cookies)
    {
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("Accept-Language", "ja");
        return request;
    }
}
