using Microsoft.Playwright;
using SalesSupport.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>Nothing that was typed is ever lost, also not when the session has ended or the server is away; and what has arrived never comes back to overwrite anything.</summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
public sealed class KeptTextTests(Chromium chromium)
{
    private const string Kept = "() => Object.keys(localStorage).filter(k => k.startsWith('keep:')).join(' ')";

    [Fact]
    public async Task What_was_saved_is_not_put_into_the_next_form()
    {
        var page = await chromium.SignedOnAsync("morita");

        // A form whose page is left after saving,
        await page.GotoAsync("/customers/new");
        await page.Locator("[name='Form.Name']").FillAsync("株式会社つぎつぎ商会");
        await page.Locator("[name='Form.Note']").FillAsync("紹介で知り合いました。");
        await page.WaitForTimeoutAsync(500);
        await page.Locator("main .form-end .btn-primary").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("株式会社つぎつぎ商会");
        Assert.Equal("", await page.EvaluateAsync<string>(Kept));
        await page.GotoAsync("/customers/new");
        await Expect(page.Locator("[name='Form.Name']")).ToHaveValueAsync("");

        // one that stands on the page it goes back to,
        await page.GotoAsync("/settings/departments");
        await page.Locator("[name='Form.Name']").FillAsync("品質保証課");
        await page.WaitForTimeoutAsync(500);
        await page.Locator("main .form-end .btn-primary").ClickAsync();
        await Expect(page.Locator("table.list")).ToContainTextAsync("品質保証課");
        await Expect(page.Locator("[name='Form.Name']")).ToHaveValueAsync("");

        // and one of the portal, whose answer is a page and no redirect.
        await page.GotoAsync("/portal/users/new");
        await page.Locator("[name=Login]").FillAsync("tsugitsugi");
        await page.Locator("[name=Name]").FillAsync("次々 太郎");
        await page.WaitForTimeoutAsync(500);
        await page.Locator("main .form-end .btn-primary").ClickAsync();
        await Expect(page.Locator("#initial-password")).ToBeVisibleAsync();
        Assert.Equal("", await page.EvaluateAsync<string>(Kept));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Text_that_was_kept_before_a_colleague_saved_meets_the_conflict_screen()
    {
        var page = await chromium.SignedOnAsync("sato");
        await page.GotoAsync("/customers");
        await page.Locator("table.list tbody tr a").Nth(3).ClickAsync();
        await page.Locator("[data-key=e]").ClickAsync();
        await page.Locator("[name='Form.Note']").FillAsync("佐藤のメモ");
        var address = new Uri(page.Url).AbsolutePath;
        await page.WaitForTimeoutAsync(500);
        await page.GotoAsync("/");

        var colleague = await chromium.SignedOnAsync("kato");
        await colleague.GotoAsync(address);
        await colleague.Locator("[name='Form.Note']").FillAsync("加藤のメモ");
        await colleague.Locator("main .form-end .btn-primary").ClickAsync();
        await Chromium.ArriveAsync(colleague, p => !p.EndsWith("/edit", StringComparison.Ordinal));

        await page.GotoAsync(address);
        await Expect(page.Locator("[name='Form.Note']")).ToHaveValueAsync("佐藤のメモ");
        await Expect(page.Locator("form .notice-info")).ToContainTextAsync("そのあとにほかの保存があった");
        await page.Locator("main .form-end .btn-primary").ClickAsync();
        await Expect(page.Locator(".conflict")).ToContainTextAsync("加藤のメモ");
        await Expect(page.Locator("[name='Form.Note']")).ToHaveValueAsync("佐藤のメモ");

        // One may also give up one's own.
        await page.Locator("[data-take-saved]").ClickAsync();
        await Expect(page.Locator("[name='Form.Note']")).ToHaveValueAsync("加藤のメモ");
        await Expect(page.Locator(".conflict")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
        await colleague.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R20")]
    public async Task A_report_typed_while_the_server_is_away_is_there_again_and_arrives_later()
    {
        var day = Day(-1);
        var page = await chromium.SignedOnAsync("nishino");
        var note = await OpenNoteAsync(page, day);
        await Expect(page.Locator(".page-head .chip")).ToHaveTextAsync("まだ書いていません");
        await note.FillAsync("午前は見積。");
        await Expect(page.Locator("[data-autosave-state]")).ToContainTextAsync("に保存しました");
        await Expect(page.Locator(".page-head .chip")).ToHaveTextAsync("下書き");

        await page.RouteAsync("**/draft", route => route.AbortAsync());
        await note.FillAsync("午前は見積。午後はつながらない工場の中。");
        await Expect(page.Locator("[data-autosave-state]")).ToContainTextAsync("保存できていません");
        await note.PressAsync("Control+End");
        await note.PressSequentiallyAsync("それでも書き続けた。");
        await page.WaitForTimeoutAsync(500);
        await page.GotoAsync("/");

        note = await OpenNoteAsync(page, day);
        await Expect(note).ToHaveValueAsync("午前は見積。午後はつながらない工場の中。それでも書き続けた。");
        await page.UnrouteAsync("**/draft");

        // What came back is saved by itself; what is typed after it is not said to be saved before it is.
        await Expect(page.Locator("[data-autosave-state]")).ToContainTextAsync("に保存しました");
        var answer = new TaskCompletionSource();
        await page.RouteAsync("**/draft", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });
        await note.PressAsync("Control+End");
        await note.PressSequentiallyAsync("夕方に戻った。");
        await Expect(page.Locator("[data-autosave-state]")).Not.ToContainTextAsync("に保存しました");
        answer.SetResult();
        await Expect(page.Locator("[data-autosave-state]")).ToContainTextAsync("に保存しました");

        // Another computer has it too.
        var other = await chromium.SignedOnAsync("nishino");
        await Expect(await OpenNoteAsync(other, day)).ToHaveValueAsync("午前は見積。午後はつながらない工場の中。それでも書き続けた。夕方に戻った。");
        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task A_form_sent_after_the_session_has_ended_is_sent_again_after_signing_on_in_another_tab()
    {
        var page = await chromium.SignedOnAsync("ito");
        await page.GotoAsync("/customers/new");
        await page.Locator("[name='Form.Name']").FillAsync("株式会社おわりのあと");
        await page.Locator("[name='Form.Note']").FillAsync("切れる前に書いた文章。");
        await page.Context.ClearCookiesAsync();
        await page.Locator("main .form-end .btn-primary").ClickAsync();
        await Expect(page.Locator(".status-code")).ToContainTextAsync("401");
        await Expect(page.Locator("form[data-error-typed]")).ToContainTextAsync("切れる前に書いた文章。");

        var tab = await page.Context.NewPageAsync();
        await Chromium.SignOnAsync(tab, "demo", "ito");
        await page.Locator("form[data-error-typed] .btn-primary").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("株式会社おわりのあと");
        await Expect(page.Locator("main")).ToContainTextAsync("切れる前に書いた文章。");
        Assert.Equal("", await page.EvaluateAsync<string>(Kept));
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R26")]
    public async Task A_customer_whose_answer_got_lost_is_not_made_twice()
    {
        var page = await chromium.SignedOnAsync("ito");
        await page.GotoAsync("/customers/new");
        await page.Locator("[name='Form.Name']").FillAsync("株式会社いちどだけ");
        await page.RouteAsync("**/customers/new", async route =>
        {
            if (route.Request.Method == "POST")
            {
                await route.FetchAsync(new() { MaxRedirects = 0 });        // it arrives,
                await route.AbortAsync();        // and the answer does not
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await page.Locator("main .form-end .btn-primary").ClickAsync();
        await page.WaitForTimeoutAsync(1500);
        await page.UnrouteAllAsync();
        await page.Context.ClearCookiesAsync(new() { NameRegex = new("told") });        // lost with the answer

        await page.GotoAsync("/customers/new");
        await Expect(page.Locator("[name='Form.Name']")).ToHaveValueAsync("株式会社いちどだけ");
        await page.Locator("main .form-end .btn-primary").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("株式会社いちどだけ");
        await page.GotoAsync("/customers?q=いちどだけ");
        await Expect(page.Locator("table.list tbody tr[data-href]")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R20")]
    public async Task A_report_whose_session_ended_while_typing_is_there_after_signing_on_again()
    {
        var day = Day(-2);
        var page = await chromium.SignedOnAsync("nishino");
        await OpenNoteAsync(page, day);
        await page.Context.ClearCookiesAsync();
        await page.Locator("[name=Note]").FillAsync("夜まで書いていた日報。");
        await Expect(page.Locator("#signed-off")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("form[data-error-typed]")).ToContainTextAsync("夜まで書いていた日報。");

        // Signing on in the same tab, without sending it from here: the form has it again.
        await Chromium.SignOnAsync(page, "demo", "nishino");
        var note = await OpenNoteAsync(page, day);
        await Expect(note).ToHaveValueAsync("夜まで書いていた日報。");
        await Expect(page.Locator("[data-autosave-state]")).ToContainTextAsync("に保存しました");
        await page.Locator("main .form-end .btn:not(.btn-primary)").First.ClickAsync();
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        await Expect(page.Locator("[name=Note]")).ToHaveValueAsync("夜まで書いていた日報。");
        await Expect(page.Locator(".conflict")).ToHaveCountAsync(0);
        Assert.Equal("", await page.EvaluateAsync<string>(Kept));
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R20")]
    public async Task A_contact_person_chosen_while_the_server_is_away_is_still_chosen_when_the_form_comes_back()
    {
        var day = Day(-4);
        var page = await chromium.SignedOnAsync("nishino");
        await OpenNoteAsync(page, day);
        await page.RouteAsync("**/draft", route => route.AbortAsync());
        await page.Locator("[name='Activities[0].CustomerName']").FillAsync("つばめ");
        await page.Locator(".combobox-option:not(.is-create)").First.ClickAsync();
        var contact = page.Locator("select[name='Activities[0].ContactId']");
        await Expect(contact.Locator("option").Nth(1)).ToBeAttachedAsync();
        var (id, name) = (await contact.Locator("option").Nth(1).GetAttributeAsync("value"), await contact.Locator("option").Nth(1).TextContentAsync());
        await contact.SelectOptionAsync(id!);
        await page.WaitForTimeoutAsync(500);
        await page.GotoAsync("/");

        await OpenNoteAsync(page, day);
        await Expect(contact).ToHaveValueAsync(id!);
        Assert.Equal(name!.Trim(), (await contact.EvaluateAsync<string>("s => s.selectedOptions[0].text")).Trim());
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R20")]
    public async Task A_comment_that_is_being_changed_is_there_again_after_the_page_was_left()
    {
        var page = await chromium.SignedOnAsync("okabe");
        await page.GotoAsync("/reports?state=Approved");
        await page.Locator("table.list tbody tr a").First.ClickAsync();
        await page.Locator("#comment-text").FillAsync("はじめの言葉");
        await page.Locator("[data-submit-main]").ClickAsync();
        var mine = page.Locator(".comment:has(details)").Last;
        await Expect(mine).ToContainTextAsync("はじめの言葉");
        await mine.Locator("summary").ClickAsync();
        await mine.Locator("textarea").FillAsync("長く考えて直した言葉");
        await page.WaitForTimeoutAsync(500);
        await page.ReloadAsync();
        await Expect(mine.Locator("textarea")).ToBeVisibleAsync();
        await Expect(mine.Locator("textarea")).ToHaveValueAsync("長く考えて直した言葉");
        await mine.Locator("form .btn-primary").ClickAsync();
        await Expect(page.Locator(".comment-text").Last).ToHaveTextAsync("長く考えて直した言葉");
        Assert.Equal("", await page.EvaluateAsync<string>(Kept));

        // What was kept does not overwrite what one has changed on another device since.
        await mine.Locator("summary").ClickAsync();
        await mine.Locator("textarea").FillAsync("机で直しかけた言葉");
        await page.WaitForTimeoutAsync(500);
        var phone = await chromium.SignedOnAsync("okabe", 360);
        await phone.GotoAsync(page.Url);
        var there = phone.Locator(".comment:has(details)").Last;
        await there.Locator("summary").ClickAsync();
        await there.Locator("textarea").FillAsync("外で直した言葉");
        await there.Locator("form .btn-primary").ClickAsync();
        await Expect(phone.Locator(".comment-text").Last).ToHaveTextAsync("外で直した言葉");
        await page.ReloadAsync();
        await mine.Locator("form .btn-primary").ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync("別の画面で先に直されています");
        await Expect(mine.Locator("textarea")).ToHaveValueAsync("机で直しかけた言葉");
        await page.Context.CloseAsync();
        await phone.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R20")]
    public async Task Loading_the_form_again_while_typing_is_no_conflict_with_oneself()
    {
        var page = await chromium.SignedOnAsync("nishino");
        var note = await OpenNoteAsync(page, Day(-3));
        for (var i = 0; i < 3; i++)
        {
            await note.PressAsync("Control+End");
            await note.PressSequentiallyAsync($"{i + 1}回目。");
            await page.ReloadAsync();
            note = page.Locator("[name=Note]");
        }

        await Expect(note).ToHaveValueAsync("1回目。2回目。3回目。");
        await note.PressAsync("Control+End");
        await note.PressSequentiallyAsync("終わり。");
        await Expect(page.Locator("[data-autosave-state]")).ToContainTextAsync("に保存しました");
        await Expect(page.Locator("#changed-elsewhere")).ToHaveCountAsync(0);
        await page.Locator("main .form-end .btn:not(.btn-primary)").First.ClickAsync();
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        await Expect(page.Locator("[name=Note]")).ToHaveValueAsync("1回目。2回目。3回目。終わり。");
        await page.Context.CloseAsync();
    }

    private static string Day(int fromToday) => TimeProvider.System.Today().AddDays(fromToday).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<ILocator> OpenNoteAsync(IPage page, string day)
    {
        await page.GotoAsync($"/reports/{day}/edit");
        var note = page.Locator("[name=Note]");
        await Expect(note).ToBeVisibleAsync();
        return note;
    }
}
