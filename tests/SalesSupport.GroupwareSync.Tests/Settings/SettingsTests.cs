using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.GroupwareSync.Copies;

namespace SalesSupport.GroupwareSync.Tests.Settings;

/// <summary>共通設定 → グループウェアのスケジュールに登録, and each user's own page.</summary>
[Trait("Bar", "groupware")]
public sealed class SettingsTests(GroupwareHost home) : IClassFixture<GroupwareHost>
{
    [Theory]
    [InlineData("Form.Address", "", "アドレスを入力してください")]
    [InlineData("Form.Address", "http://groupware.example.jp/", "https:// のアドレスが必要です")]
    [InlineData("Form.Address", "ftp://127.0.0.1/", "https:// から入力してください")]
    [InlineData("Form.Address", "https://user:secret@example.jp/", "https:// から入力してください")]
    [InlineData("Form.Pattern", "everybody", "{login} か {mail} を含めてください")]
    [InlineData("Form.ServiceName", "", "共通のアカウント名を入力してください")]
    [InlineData("Form.ServicePassword", "", "パスワードを入力してください")]
    [InlineData("Form.ServiceName", "a\u202eb", "")]
    public async Task Bad_input_is_refused_beside_its_field_and_what_was_typed_stays(string field, string value, string words)
    {
        var team = await home.TeamAsync([], on: false);
        var page = await team.SetAsync(more: (field, value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(words, page.Document.QuerySelector($"[data-valmsg-for='{field}']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await team.DbAsync(db => db.Groupwares.CountAsync()));
        Assert.Contains(home.Server.Service, field == "Form.ServiceName" ? home.Server.Service : page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(home.Server.ServicePassword, page.Html, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("R32")]
    [Requirement("R92")]
    public async Task An_administrator_sets_the_groupware_and_the_password_is_seen_nowhere_again()
    {
        var team = await home.TeamAsync();
        using var morita = await team.SignOnAsync("morita");
        var page = await morita.GetAsync("/settings/groupware");
        Assert.True(page.Document.QuerySelector("input[name='Form.IsOn'][value=true]")!.HasAttribute("checked"));
        Assert.DoesNotContain(home.Server.ServicePassword, page.Html, StringComparison.Ordinal);
        var stored = await team.DbAsync(db => db.Groupwares.AsNoTracking().SingleAsync());
        Assert.DoesNotContain(home.Server.ServicePassword, stored.ServiceSecret, StringComparison.Ordinal);
        var audit = await morita.GetAsync("/settings/audit");
        Assert.Contains("グループウェア", audit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(home.Server.ServicePassword, audit.Html, StringComparison.Ordinal);

        // Left empty it stays, but not for another server or another account.
        Assert.Equal(HttpStatusCode.OK, (await team.SetAsync(password: "")).Status);
        Assert.Equal(stored.ServiceSecret, (await team.DbAsync(db => db.Groupwares.AsNoTracking().SingleAsync())).ServiceSecret);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await team.SetAsync(address: new Uri("https://evil.example.jp/"), password: "")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await team.SetAsync(password: "", more: ("Form.ServiceName", "other"))).Status);
    }

    [Fact]
    public async Task Of_two_who_save_the_second_sees_what_the_first_has_saved()
    {
        var team = await home.TeamAsync();
        using var morita = await team.SignOnAsync("morita");
        var old = await morita.GetAsync("/settings/groupware");
        await team.SetAsync(on: false);
        var page = await morita.SubmitAsync(old, old.MainForm, ("Form.ServicePassword", ""));
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.False((await team.DbAsync(db => db.Groupwares.AsNoTracking().SingleAsync())).IsOn);
        Assert.Equal(HttpStatusCode.OK, (await morita.SubmitAsync(page, page.MainForm)).Status);
        Assert.True((await team.DbAsync(db => db.Groupwares.AsNoTracking().SingleAsync())).IsOn);
    }

    [Fact]
    public async Task Testing_the_connection_says_in_plain_words_what_is_wrong()
    {
        var team = await home.TeamAsync(["morita"]);
        Assert.Contains("に接続できました", await CheckAsync(), StringComparison.Ordinal);
        Assert.Contains("グループウェアにアカウントがありません", await CheckAsync("sato"), StringComparison.Ordinal);
        await team.SetAsync(password: "wrong");
        Assert.Contains("アカウント名かパスワードが違います", await CheckAsync(), StringComparison.Ordinal);
        await team.SetAsync(address: new Uri("http://127.0.0.1:9/"));
        Assert.Contains("接続できません", await CheckAsync(), StringComparison.Ordinal);

        async Task<string> CheckAsync(string person = "morita")
        {
            using var morita = await team.SignOnAsync("morita");
            var page = await morita.GetAsync("/settings/groupware");
            page = await morita.SubmitAsync(page, page.Form("/settings/groupware/checks"), ("userId", team.IdOf(person).ToString()));
            return page.Document.QuerySelector("[role=status]")!.TextContent;
        }
    }

    [Fact]
    public async Task A_person_whose_account_is_called_otherwise_is_named_by_an_administrator()
    {
        var team = await home.TeamAsync([]);
        var id = await team.ReserveAsync("旧姓のアカウント", "sato");
        await team.BecomesAsync(id, "sato", CopyState.Waiting, "Dav.NoAccount");
        await home.Server.AddAccountAsync(team.AccountOf("kyusei"), "Own-1");
        using var morita = await team.SignOnAsync("morita");
        var page = await morita.GetAsync("/settings/groupware");
        await morita.SubmitAsync(page, page.Form("/settings/groupware/accounts"), ("Exception.UserId", team.IdOf("sato").ToString()), ("Exception.Name", team.AccountOf("kyusei")));
        await team.SentAsync(id, "sato");
        Assert.Equal(["旧姓のアカウント"], await team.TitlesAsync("kyusei"));
        var stranger = Guid.CreateVersion7().ToString();
        Assert.Equal(HttpStatusCode.NotFound, (await morita.PostAsync("/settings/groupware/accounts", ("Exception.UserId", stranger), ("Exception.Name", "x"))).Status);
    }

    [Fact]
    [Requirement("R51")]
    public async Task Others_entries_and_settings_are_nobodys_business()
    {
        var (mine, theirs) = (await home.TeamAsync(["sato"]), await home.TeamAsync(["sato"]));
        var id = await theirs.ReserveAsync("よその予約", "sato");
        await theirs.SentAsync(id, "sato");
        var (own, foreign) = (await mine.ReserveAsync("岡部の予約", "okabe"), await theirs.CopyAsync(id, "sato"));
        var okabes = await mine.CopyAsync(own, "okabe");
        using var sato = await mine.SignOnAsync("sato");
        foreach (var path in new[] { "/settings/groupware", "/settings/groupware/entries" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await sato.GetAsync(path)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await sato.PostAsync($"/me/groupware/entries/{okabes.Id}/resending")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sato.PostAsync($"/me/groupware/entries/{foreign.Id}/resending")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sato.PostAsync("/me/groupware", ("Form.Password", "x"))).Status);
        Assert.DoesNotContain("岡部の予約", (await sato.GetAsync("/me/groupware")).Text, StringComparison.Ordinal);
        using var morita = await mine.SignOnAsync("morita");
        Assert.Equal(HttpStatusCode.NotFound, (await morita.PostAsync($"/settings/groupware/entries/{foreign.Id}/resending")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await morita.GetAsync($"/settings/groupware/entries?person={theirs.IdOf("sato")}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await morita.GetAsync("/settings/groupware/entries?state=Nonsense")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await morita.PostAsync("/settings/groupware/checks", ("userId", theirs.IdOf("sato").ToString()))).Status);
        Assert.Contains("岡部の予約", (await morita.GetAsync($"/settings/groupware/entries?person={mine.IdOf("okabe")}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("よその予約", (await morita.GetAsync("/settings/groupware/entries")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_entries_goes_on_by_key_and_by_state()
    {
        var team = await home.TeamAsync([], on: true);
        for (var n = 0; n < 55; n++)
        {
            await team.ReserveAsync($"予約{n:00}", "sato");
        }

        using var morita = await team.SignOnAsync("morita");
        var page = await morita.GetAsync("/settings/groupware/entries?state=Waiting");
        Assert.Equal(50, page.Document.QuerySelectorAll("table.list tbody tr").Length);
        page = await morita.GetAsync(page.Document.QuerySelector(".pager a")!.GetAttribute("href")!);
        Assert.Equal(["予約04", "予約03", "予約02", "予約01", "予約00"], page.Document.QuerySelectorAll("table.list tbody th").Select(c => c.TextContent.Trim()));
        Assert.Empty((await morita.GetAsync("/settings/groupware/entries?state=Sent")).Document.QuerySelectorAll("table.list tbody tr"));
    }

    [Theory]
    [InlineData("Form.IsOn", "false", "https://evil.example.jp/")]
    [InlineData("Form.Access", "OwnPasswords", "https://evil.example.jp/")]
    [InlineData("Form.IsOn", "false", "")]
    [Requirement("R92")]
    public async Task A_stored_password_goes_to_no_other_server_whatever_else_is_changed_with_the_address(string field, string value, string address)
    {
        var team = await home.TeamAsync([]);
        Assert.Equal(HttpStatusCode.OK, (await team.SetAsync(password: "", more: [(field, value), ("Form.Address", address)])).Status);
        Assert.Null((await team.DbAsync(db => db.Groupwares.AsNoTracking().SingleAsync())).ServiceSecret);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await team.SetAsync(password: "")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await team.SetAsync(address: new Uri("https://evil.example.jp/"), password: "")).Status);
    }

    [Fact]
    public async Task A_password_of_the_service_account_that_is_refused_is_tried_again_by_nobody_but_an_administrator()
    {
        var team = await home.TeamAsync(["sato"]);
        await team.SetAsync(password: "wrong");
        await team.QuietAsync();
        using var sato = await team.SignOnAsync("sato");
        var before = home.Wire.Requests.Count;
        for (var n = 0; n < 3; n++)
        {
            var page = await sato.GetAsync("/me/groupware");
            page = await sato.SubmitAsync(page, page.Form("/me/groupware/checks"));
            Assert.Contains("アカウント名かパスワードが違います", page.Document.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Single(home.Wire.Requests.Skip(before));
    }

    [Fact]
    public async Task A_name_that_two_people_have_or_that_leads_elsewhere_in_an_address_is_nobodys_calendar()
    {
        var team = await home.TeamAsync(["sato"]);
        await NameAsync("okabe", team.AccountOf("sato").ToUpperInvariant());
        var id = await team.ReserveAsync("誰のカレンダーか", "sato");
        await team.BecomesAsync(id, "sato", CopyState.Waiting, "AccountNameShared");
        using (var morita = await team.SignOnAsync("morita"))
        {
            Assert.Contains("の人が2人以上います", (await morita.GetAsync("/settings/groupware/entries")).Text, StringComparison.Ordinal);
        }

        // A name that an administrator has typed is meant.
        await NameAsync("sato", team.AccountOf("sato"));
        await team.SentAsync(id, "sato");
        await NameAsync("okabe", "../" + team.AccountOf("sato"));
        var other = await team.ReserveAsync("よその場所", "okabe");
        await team.BecomesAsync(other, "okabe", CopyState.Waiting, "AccountNameInvalid");
        Assert.Equal(["誰のカレンダーか"], await team.TitlesAsync("sato"));

        async Task NameAsync(string login, string name)
        {
            using var morita = await team.SignOnAsync("morita");
            var page = await morita.GetAsync("/settings/groupware");
            Assert.Equal(HttpStatusCode.OK, (await morita.SubmitAsync(page, page.Form("/settings/groupware/accounts"), ("Exception.UserId", team.IdOf(login).ToString()), ("Exception.Name", name))).Status);
        }
    }
}
