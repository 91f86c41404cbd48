using Microsoft.Playwright;

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
        if (width > 700)
        {
            await page.GotoAsync("/reports");
            await check.OpenByKeyAsync("?", "#keys-sheet");
        }

        check.AssertNothingWrong();
        Assert.True(check.Actions >= 6, $"only {check.Actions} main actions were found");
        Assert.True(check.Dialogs >= 2, $"only {check.Dialogs} dialogs were opened");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1440, false)]
    [InlineData(360, true)]
    public async Task Every_page_of_the_portal_and_the_operator_works_and_is_accessible(int width, bool dark)
    {
        var page = await chromium.PageAsync(width, dark: dark);
        var check = new PageCheck(page, width);
        await check.OpenAsync("/portal/sign-on");
        await FillAsync(page, ("MemberId", "demo"), ("Login", "morita"), ("Password", "chigau-kotoba"));
        await SendAsync(page);
        await check.LookAsync("portal sign-on refused", "notice-error");
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
        await check.LookAsync("initial password of a portal user", "initial-password");

        await check.OpenAsync("/operator/sign-on");
        await FillAsync(page, ("Login", "operator"), ("Password", "chigau-kotoba"));
        await SendAsync(page);
        await check.LookAsync("operator sign-on refused", "運営IDかパスワードが違う");
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
        await check.LookAsync("initial password of a new member", "initial-password");
        var password = await page.Locator("#initial-password").InnerTextAsync();
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/");
        await FillAsync(page, ("MemberId", $"walk{width}"), ("Login", "hajime"), ("Password", password));
        await SendAsync(page);
        await check.LookAsync("first password", "name=\"PasswordCurrent\"");
        await FillAsync(page, ("PasswordCurrent", password), ("PasswordNew", "jibun-no-kotoba-3"), ("PasswordAgain", "jibun-no-kotoba-3"));
        await SendAsync(page);
        await page.GotoAsync("/");
        await check.LookAsync("not open yet", "/portal/application");
        await check.OpenAsync("/portal");
        await check.OpenAsync("/portal/application");
        check.AssertNothingWrong();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1440, false)]
    [InlineData(360, true)]
    public async Task Every_page_that_says_what_went_wrong_works_and_is_accessible(int width, bool dark)
    {
        var page = await chromium.SignedOnAsync("okabe", width, dark: dark);
        var check = new PageCheck(page, width);

        // A form that was not filled in, and one that somebody else saved first.
        await page.GotoAsync("/customers/new");
        await page.Locator("form[data-main]").EvaluateAsync("form => { form.noValidate = true; }");
        await SendAsync(page);
        await check.LookAsync("422", "is-invalid");
        await page.GotoAsync("/customers");
        await page.Locator("table.list tbody tr a").Nth(width == 360 ? 4 : 5).ClickAsync();
        await page.Locator("[data-key=e]").ClickAsync();
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(page.Url);
        await FillAsync(other, ("Form.Note", "先に保存したメモ"));
        await SendAsync(other);
        await FillAsync(page, ("Form.Note", "あとから保存したメモ"));
        await SendAsync(page);
        await check.LookAsync("conflict", "先に保存したメモ");

        await check.OpenAsync("/no-such-page");
        await check.OpenAsync("/settings/users");
        await check.LookAsync("403", "状態 403");
        await PostAsync(page, "/reports/approvals", 0, ("Note", "長い文章"), ("__RequestVerificationToken", "old"));
        await check.LookAsync("400", "状態 400");
        await PostAsync(page, "/reports/approvals", 5000);
        await check.LookAsync("413", "状態 413");
        await page.GotoAsync($"/help?{Chromium.Fault}");
        await check.LookAsync("500", "状態 500");
        await page.GotoAsync("/reports?state=Submitted");
        var someoneElses = await page.Locator("table.list tbody tr[data-href]").First.GetAttributeAsync("data-href");
        await PostAsync(page, someoneElses!.Split('?')[0] + "/withdrawal", 0);
        await check.LookAsync("409", "状態 409");
        await check.OpenAsync("/sign-in/failed/Stale");
        await check.OpenAsync("/signed-out");
        await page.GotoAsync("/customers/new");
        await page.Locator("form[data-main]").EvaluateAsync("form => { form.noValidate = true; }");
        await FillAsync(page, ("Form.Note", "切れたあとに送ったメモ"));        // a name would be looked up, and that too would be refused
        await page.Context.ClearCookiesAsync();
        await SendAsync(page);
        await check.LookAsync("401", "状態 401");
        check.AssertNothingWrong();
        await page.Context.CloseAsync();
    }

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
