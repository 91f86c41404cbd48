using Microsoft.Playwright;
using SalesSupport.Abstractions;

namespace SalesSupport.EndToEndTests;

/// <summary>Every page, at phone and desk width, in both languages and both lights, is looked at by <see cref="PageCheck"/>.</summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
public sealed class EveryPageTests(Chromium chromium)
{
    [Theory]
    [InlineData("morita", 1440, "ja", false)]
    [InlineData("morita", 360, "ja", false)]
    [InlineData("okabe", 1440, "en", true)]
    [InlineData("sato", 360, "en", true)]
    public async Task Every_page_of_a_member_works_and_is_accessible(string login, int width, string language, bool dark)
    {
        var page = await chromium.SignedOnAsync(login, width, language, dark);
        var check = new PageCheck(page, width);
        await Pages.OfMemberAsync(page, administrator: login == "morita", check.OpenAsync);

        // The walk has seen one report; what one can do with it differs by its state.
        foreach (var list in Pages.ListsByState)
        {
            await page.GotoAsync(list);
            if (await page.Locator("table.list tbody tr[data-href]").CountAsync() > 0)
            {
                await check.OpenAsync((await page.Locator("table.list tbody tr[data-href]").First.GetAttributeAsync("data-href"))!);
            }
        }

        await check.OpenAsync("/reports/2020-01-06/edit");      // a day that is closed
        if (width > 700)
        {
            await page.GotoAsync("/reports");
            await check.OpenOverAsync("/reports", "dialog#keys-sheet[open]", () => page.Keyboard.PressAsync("?"));
        }

        check.AssertNothingWrong(actions: 45, dialogs: 7);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("morita", 1440, "en", true)]
    [InlineData("sato", 360, "ja", false)]
    public async Task Every_page_of_a_member_that_has_nothing_yet_works_and_is_accessible(string login, int width, string language, bool dark)
    {
        var member = await chromium.Host.AddMemberAsync($"nothing-yet-{width}", customers: 0);
        var page = await chromium.PageAsync(width, language, dark);
        await Chromium.SignOnAsync(page, member.MemberId, login);
        var check = new PageCheck(page, width);
        var empty = 0;
        await Pages.OfMemberAsync(page, administrator: login == "morita", async address =>
        {
            await page.GotoAsync(address);
            var says = await page.Locator(".empty-state").CountAsync();
            empty += says;
            if (says > 0 || address == "/")
            {
                await check.LookAsync(address);
            }
        });
        check.AssertNothingWrong(actions: 12, dialogs: 4);
        Assert.True(empty >= 10, $"only {empty} pages said that there is nothing yet");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1440, "ja", false)]
    [InlineData(360, "en", true)]
    public async Task What_a_field_opens_works_and_is_accessible(int width, string language, bool dark)
    {
        var page = await chromium.SignedOnAsync("nishino", width, language, dark);
        var check = new PageCheck(page, width);
        await page.GotoAsync($"/reports/{TimeProvider.System.Today().AddDays(-7):yyyy-MM-dd}/edit");
        var picker = page.Locator("[name='Activities[0].CustomerName']");
        if (await picker.CountAsync() == 0)
        {
            await page.Locator("[data-repeat-add]").First.ClickAsync();
        }

        await check.OpenOverAsync("customers to choose from", ".combobox-list:not([hidden])", () => picker.FillAsync("つばめ"));
        await check.OpenOverAsync("a customer that is new", "dialog[open]", async () =>
        {
            await picker.FillAsync("株式会社まだない");
            await page.Locator(".combobox-option.is-create").ClickAsync();
            await page.Locator("dialog[open] form button.btn-primary").ClickAsync(new LocatorClickOptions { Trial = true });
        });
        check.AssertNothingWrong(actions: 0, dialogs: 2);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1440, "ja", false)]
    [InlineData(360, "en", true)]
    public async Task Every_page_of_the_portal_and_the_operator_works_and_is_accessible(int width, string language, bool dark)
    {
        var page = await chromium.PageAsync(width, language, dark);
        var check = new PageCheck(page, width);
        await check.OpenAsync("/portal/sign-on");
        await FillAsync(page, ("MemberId", "demo"), ("Login", "morita"), ("Password", "chigau-kotoba"));
        await SendAsync(page);
        await check.LookAsync("portal sign-on refused", ".notice-error");
        await Chromium.SignOnAsync(page, "demo", "morita");
        foreach (var address in Pages.Portal)
        {
            await check.OpenAsync(address);
        }

        await page.GotoAsync("/portal/users");
        await check.OpenAsync((await page.Locator("table.list tbody a", new PageLocatorOptions { HasText = "watanabe" }).GetAttributeAsync("href"))!);
        await page.GotoAsync("/portal/users/new");
        await FillAsync(page, ("Login", $"every-page-{width}"), ("Name", "見本 一郎"));
        await SendAsync(page);
        await check.LookAsync("initial password of a portal user", "#initial-password");

        await check.OpenAsync("/operator/sign-on");
        await FillAsync(page, ("Login", "operator"), ("Password", "chigau-kotoba"));
        await SendAsync(page);
        await check.LookAsync("operator sign-on refused", ".field-error:not(:empty)");
        await FillAsync(page, ("Login", "operator"), ("Password", await chromium.OperatorPasswordAsync()));
        await SendAsync(page);
        foreach (var address in Pages.Operator)
        {
            await check.OpenAsync(address);
        }

        await page.GotoAsync("/operator/members");
        await check.OpenAsync((await page.Locator("table.list tbody a").First.GetAttributeAsync("href"))!);

        // A new member: its first administrator signs on, chooses a password, and finds that SalesSupport is not open yet.
        await page.GotoAsync("/operator/members/new");
        await FillAsync(page, ("MemberId", $"walk{width}"), ("Name", "見本株式会社"), ("Login", "hajime"), ("AdministratorName", "一 はじめ"));
        await SendAsync(page);
        await check.LookAsync("initial password of a new member", "#initial-password");
        var password = await page.Locator("#initial-password").InnerTextAsync();
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/");
        await FillAsync(page, ("MemberId", $"walk{width}"), ("Login", "hajime"), ("Password", password));
        await SendAsync(page);
        await check.LookAsync("first password", "[name=PasswordCurrent]");
        await FillAsync(page, ("PasswordCurrent", password), ("PasswordNew", "jibun-no-kotoba-3"), ("PasswordAgain", "jibun-no-kotoba-3"));
        await SendAsync(page);
        await page.GotoAsync("/");
        await check.LookAsync("not open yet", "a[href='/portal/application']");
        await check.OpenAsync("/portal");
        await check.OpenAsync("/portal/application");
        await SendAsync(page);
        await check.LookAsync("applied", "dl.facts");
        await check.OpenAsync("/");
        check.AssertNothingWrong(actions: 17, dialogs: 2);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1440, "ja", false)]
    [InlineData(360, "en", true)]
    public async Task Every_page_of_signing_in_and_out_works_and_is_accessible(int width, string language, bool dark)
    {
        // With two portals one chooses; nobody listens where they are said to be.
        var settings = new[] { "north", "south" }.SelectMany(p => new[] { ($"Portals:{p}:Authority", "http://127.0.0.1:9"), ($"Portals:{p}:ClientId", "salessupport"), ($"Portals:{p}:DisplayName", p) });
        await using var host = await TestHost.StartAsync(settings: settings.ToDictionary());
        var page = await chromium.PageAsync(width, language, dark);
        var check = new PageCheck(page, width);
        await check.OpenAsync(new Uri(host.Address, "/me").ToString(), "main a[href*='portal=south']");
        await check.OpenAsync(new Uri(host.Address, "/sign-in?portal=south").ToString());
        await page.Context.ClearCookiesAsync();

        var reasons = Enum.GetNames(Type.GetType("SalesSupport.IdentityBridge.SignInFailure, SalesSupport.IdentityBridge", throwOnError: true)!);
        foreach (var reason in reasons)
        {
            await check.OpenAsync($"/sign-in/failed/{reason}");
        }

        await check.OpenAsync("/signed-out");
        await Chromium.SignOnAsync(page, "demo", "okabe");
        await check.OpenAsync("/connect/end-session", "form[action='/portal/sign-out'][data-main]");       // as by a link of another site, which does not know whose session it is
        check.AssertNothingWrong(actions: reasons.Length + 4, dialogs: 0);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1440, "ja", false)]
    [InlineData(360, "en", true)]
    public async Task Every_page_that_says_what_went_wrong_works_and_is_accessible(int width, string language, bool dark)
    {
        var page = await chromium.SignedOnAsync("okabe", width, language, dark);
        var check = new PageCheck(page, width);

        // A form that was not filled in, and one that somebody else saved first.
        await page.GotoAsync("/customers/new");
        await page.Locator("form[data-main]").EvaluateAsync("form => { form.noValidate = true; }");
        await SendAsync(page);
        await check.LookAsync("422", "form[data-main] .is-invalid");
        await page.GotoAsync("/customers");
        await page.Locator("table.list tbody tr a").Nth(width == 360 ? 4 : 5).ClickAsync();
        await page.Locator("[data-key=e]").ClickAsync();
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(page.Url);
        await FillAsync(other, ("Form.Note", "先に保存したメモ"));
        await SendAsync(other);
        await FillAsync(page, ("Form.Note", "あとから保存したメモ"));
        await SendAsync(page);
        await check.LookAsync("conflict", ".conflict-side:has-text('先に保存したメモ')");

        await check.OpenAsync("/no-such-page", Status(404));
        await check.OpenAsync("/settings/users", Status(403));
        await PostAsync(page, "/help", 0);
        await check.LookAsync("405", Status(405));
        await PostAsync(page, "/reports/approvals", 0, ("Note", "長い文章"), ("__RequestVerificationToken", "old"));
        await check.LookAsync("400", Status(400));
        await PostAsync(page, "/reports/approvals", 5000);
        await check.LookAsync("413", Status(413));
        await page.GotoAsync($"/help?{Chromium.Fault}");
        await check.LookAsync("500", Status(500));
        await page.GotoAsync("/reports?state=Submitted");
        var someoneElses = await page.Locator("table.list tbody tr[data-href]").First.GetAttributeAsync("data-href");
        await PostAsync(page, someoneElses!.Split('?')[0] + "/withdrawal", 0);
        await check.LookAsync("409", Status(409));
        await page.GotoAsync("/customers/new");
        await page.Locator("form[data-main]").EvaluateAsync("form => { form.noValidate = true; }");
        await FillAsync(page, ("Form.Note", "切れたあとに送ったメモ"));        // a name would be looked up, and that too would be refused
        await page.Context.ClearCookiesAsync();
        await SendAsync(page);
        await check.LookAsync("401", Status(401));
        check.AssertNothingWrong(actions: 9, dialogs: 0);
        await page.Context.CloseAsync();
    }

    private static string Status(int status) => $".status-code:has-text('{status}')";

    private static async Task FillAsync(IPage page, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            await page.Locator($"main [name='{name}']").FillAsync(value);
        }
    }

    /// <summary>Really presses the main button of the page's form and waits for the answer.</summary>
    private static Task SendAsync(IPage page) =>
        AndLoadAsync(page, () => page.Locator("main form[data-main] button:not([type=button])").First.ClickAsync());

    private static async Task AndLoadAsync(IPage page, Func<Task> press)
    {
        var loaded = new TaskCompletionSource();
        void Loaded(object? sender, IPage e) => loaded.TrySetResult();
        page.Load += Loaded;
        await press();
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(30));
        page.Load -= Loaded;
    }

    /// <summary>Sends a form that no page has.</summary>
    private static Task PostAsync(IPage page, string action, int more, params (string Name, string Value)[] fields) =>
        AndLoadAsync(
            page,
            () => page.EvaluateAsync(
                """
                ({ action, more, fields }) => {
                  const form = document.createElement('form');
                  Object.assign(form, { method: 'post', action });
                  const add = (name, value) => { const field = document.createElement('input'); Object.assign(field, { type: 'hidden', name, value }); form.append(field); };
                  for (const [name, value] of fields) add(name, value);
                  for (let i = 0; i < more; i++) add(`f${i}`, i);
                  document.body.append(form);
                  if (fields.some(([name]) => name.startsWith('__'))) form.submit(); else form.requestSubmit();
                }
                """,
                new { action, more, fields = fields.Select(f => new[] { f.Name, f.Value }) }));
}
