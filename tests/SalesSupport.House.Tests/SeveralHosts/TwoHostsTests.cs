using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests.SeveralHosts;

/// <summary>What is done on one host counts on another with the next request, and what is begun on one is finished on another.</summary>
[Trait("Bar", "engines")]
public sealed class TwoHostsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 10, 0, 0, TimeSpan.FromHours(9));
    private TestHost first = null!;
    private TestHost second = null!;
    private SampleMember member = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (TestDatabase.IsServer)
        {
            // The clock of neither moves by itself, so nothing is read anew only because it is old.
            first = await TestHost.StartAsync(now: Now);
            second = await TestHost.StartAsync(now: Now, folder: first.DataFolder);
            member = await first.AddMemberAsync("hinata", reports: 20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (TestDatabase.IsServer)
        {
            await second.StopAsync();
            await first.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_name_and_a_level_that_are_changed_on_one_host_count_with_the_next_request_on_the_other()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "SQLite has one host");
        using var morita = await first.SignOnAsync("hinata", "morita");
        using var sato = await first.SignOnAsync("hinata", "sato");
        var (name, id) = (member.People.Single(p => p.Login == "sato").Name, member.People.Single(p => p.Login == "sato").Id);
        Assert.Equal(HttpStatusCode.Forbidden, (await sato.GetAsync(OnSecond("/settings/users"))).Status);
        foreach (var (level, status) in new[] { ("Administrator", HttpStatusCode.OK), ("General", HttpStatusCode.Forbidden), ("Administrator", HttpStatusCode.OK) })
        {
            var page = await morita.GetAsync($"/settings/users/{id}");
            await morita.SubmitAsync(page, page.Document.Forms.First(f => f.QuerySelector("[name=Level]") is not null), ("Level", level));
            Assert.Equal((level, status), (level, (await sato.GetAsync(OnSecond("/settings/users"))).Status));
        }

        Assert.Contains(name, (await sato.GetAsync(OnSecond("/settings/users"))).Text, StringComparison.Ordinal);
        var portal = (await morita.GetAsync("/portal/users")).Document.QuerySelectorAll("a[href^='/portal/users/']").First(a => a.TextContent.Trim() == "sato").GetAttribute("href")!;
        var edit = await morita.GetAsync(portal);
        edit = await morita.SubmitAsync(edit, edit.Document.Forms.First(f => f.QuerySelector("[name=Name]") is not null), ("Name", "佐藤 改"));
        Assert.Equal(HttpStatusCode.OK, edit.Status);
        var users = (await sato.GetAsync(OnSecond("/settings/users"))).Text;
        Assert.Contains("佐藤 改", users, StringComparison.Ordinal);
        Assert.DoesNotContain(name, users, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_ended_on_one_host_is_ended_on_the_other()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "SQLite has one host");
        using var morita = await first.SignOnAsync("hinata", "morita");
        using var sato = await first.SignOnAsync("hinata", "sato");
        foreach (var address in new[] { "/me", "/portal" })
        {
            Assert.Equal(address, (await sato.GetAsync(OnSecond(address))).Address.AbsolutePath);
        }

        await morita.PostAsync($"/settings/users/{member.People.Single(p => p.Login == "sato").Id}/sessions/ending");
        foreach (var address in new[] { "/me", "/portal" })
        {
            Assert.Equal((address, "/portal/sign-on"), (address, (await sato.GetAsync(OnSecond(address))).Address.AbsolutePath));
        }
    }

    [Fact]
    public async Task A_setting_that_is_saved_on_one_host_is_read_on_the_other()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "SQLite has one host");
        foreach (var (writes, reads, word) in new[] { (first, second, "one"), (second, first, "two"), (first, second, "three") })
        {
            await writes.InScopeAsync(member.TenantId, async services =>
            {
                await services.GetRequiredService<IUnitOfWork>().RunAsync(c => services.GetRequiredService<ISettings>().SetAsync(new Wish { Word = word }, null, c), Cancel);
                return 0;
            });
            Assert.Equal(word, (await reads.InScopeAsync(member.TenantId, services => services.GetRequiredService<ISettings>().GetAsync<Wish>(Cancel))).Word);
        }
    }

    [Fact]
    public async Task What_was_deleted_or_changed_on_one_host_is_taken_back_on_the_other_once_and_by_its_user_only()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "SQLite has one host");
        using var sato = await first.SignOnAsync("hinata", "sato");
        using var okabe = await first.SignOnAsync("hinata", "okabe");
        var company = (await sato.GetAsync("/customers")).Document.QuerySelector("table.list tbody a[href^='/customers/']")!.GetAttribute("href")!;
        var report = await OpenReportAsync();
        var (contact, site, view, comment) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await sato.PostAsync($"{company}/contacts/new", ("Form.FormId", $"{contact}"), ("Form.Name", "戻る 担当者"), ("Form.Title", "部長"), ("Form.Left", "true"));
        await sato.PostAsync($"{company}/sites/new", ("Form.FormId", $"{site}"), ("Form.Name", "戻る工場"), ("Form.PostalCode", "000-1234"));
        var form = await sato.GetAsync("/customers/views/new?rank=A");
        await sato.SubmitAsync(form, form.Document.Forms.First(f => f.QuerySelector("[name='Form.Name']") is not null), ("Form.FormId", $"{view}"), ("Form.Name", "戻る一覧"));
        var page = await sato.GetAsync($"/reports/{report}");
        await sato.SubmitAsync(page, page.Form($"/reports/{report}/comments"), ("FormId", $"{comment}"), ("text", "戻るコメント"));
        var said = (await RowsAsync("DailyReportsDbContext", "Comments")).Single(c => Of<string>(c, "Text") == "戻るコメント").Id;

        foreach (var (context, set, id, removal, restoration) in new[]
        {
            ("CustomersDbContext", "Contacts", contact, $"{company}/contacts/{contact}/removal", $"{company}/contacts/{contact}/restoration"),
            ("CustomersDbContext", "Sites", site, $"{company}/sites/{site}/removal", $"{company}/sites/{site}/restoration"),
            ("CustomersDbContext", "Views", view, $"/customers/views/{view}/removal", $"/customers/views/{view}/restoration"),
            ("DailyReportsDbContext", "Comments", said, $"/reports/{report}/comments/{said}/deletion", $"/reports/{report}/comments/{said}/restoration"),
        })
        {
            var before = (await RowsAsync(context, set)).Single(r => r.Id == id);
            await sato.PostAsync(removal);
            Assert.DoesNotContain(await RowsAsync(context, set), r => r.Id == id);
            Assert.Equal((set, HttpStatusCode.NotFound), (set, (await okabe.PostAsync(OnSecond(restoration))).Status));
            Assert.Equal((set, HttpStatusCode.OK), (set, (await sato.PostAsync(OnSecond(restoration))).Status));
            var after = (await RowsAsync(context, set)).Single(r => r.Id == id);
            Assert.All(before.GetType().GetProperties(), p => Assert.Equal((p.Name, p.GetValue(before)), (p.Name, p.GetValue(after))));
            Assert.Equal((set, HttpStatusCode.NotFound), (set, (await sato.PostAsync(restoration)).Status));
        }

        // A change of many: what it takes back is no entity.
        var customer = Guid.Parse(company.Split('/')[2]);
        var rank = await RankAsync(customer);
        var changed = await sato.PostAsync("/customers/changes", ("Form.Ids", $"{customer}"), ("Form.Rank", rank == "A" ? "B" : "A"));
        Assert.NotEqual(rank, await RankAsync(customer));
        await sato.PostAsync(OnSecond(changed.Form("/customers/changes/").GetAttribute("action")!));
        Assert.Equal(rank, await RankAsync(customer));
    }

    [Fact]
    public async Task What_nobody_can_take_back_any_more_is_gone_from_the_database()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "SQLite has one host");
        using var sato = await first.SignOnAsync("hinata", "sato");
        var company = (await sato.GetAsync("/customers")).Document.QuerySelector("table.list tbody a[href^='/customers/']")!.GetAttribute("href")!;
        var site = Guid.CreateVersion7();
        await sato.PostAsync($"{company}/sites/new", ("Form.FormId", $"{site}"), ("Form.Name", "消える工場"));
        await sato.PostAsync($"{company}/sites/{site}/removal");
        var drop = second.Services.GetServices<IHostedService>().OfType<DropDone>().Single();
        await drop.DropAsync(Cancel);
        Assert.Equal(1, await KeptAsync());
        first.Clock!.Advance(TimeSpan.FromSeconds(121));
        second.Clock!.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal(HttpStatusCode.NotFound, (await sato.PostAsync(OnSecond($"{company}/sites/{Guid.CreateVersion7()}/restoration"))).Status);
        await drop.DropAsync(Cancel);
        Assert.Equal(0, await KeptAsync());

        Task<int> KeptAsync() => second.InScopeAsync(member.TenantId, services => services.GetRequiredService<HouseDbContext>().Done.CountAsync(Cancel));
    }

    [Fact]
    public async Task Both_have_the_same_keys_before_and_after_a_rotation_and_so_has_a_host_that_starts_later()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "SQLite has one host");
        byte[][] keys = [[1], [2], [3]];
        var (one, two) = (first.Services.GetRequiredService<IHosts>(), second.Services.GetRequiredService<IHosts>());
        Assert.Equal([1], one.Key("test", () => keys[0]));
        Assert.Equal([1], two.Key("test", () => keys[1]));
        AssertReads(first, second, "before");
        AssertReads(second, first, "before");

        var ring = first.Services.GetRequiredService<IKeyManager>();
        var before = ring.GetAllKeys().Count;
        ring.CreateNewKey(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(90));
        var old = Protector(second).Protect("old");
        AssertReads(first, second, "after");
        await using var third = new Stopped(await TestHost.StartAsync(now: Now, folder: first.DataFolder));
        Assert.Equal(before + 1, third.Host.Services.GetRequiredService<IKeyManager>().GetAllKeys().Count);
        Assert.Equal([1], third.Host.Services.GetRequiredService<IHosts>().Key("test", () => keys[2]));
        Assert.Equal("old", Protector(third.Host).Unprotect(old));
        AssertReads(third.Host, second, "third");
    }

    [Fact]
    public async Task Of_hosts_that_make_a_key_at_once_all_get_the_same()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "SQLite has one host");
        for (var round = 0; round < 20; round++)
        {
            var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => (n % 2 == 0 ? first : second).Services.GetRequiredService<IHosts>().Key($"race {round}", () => [(byte)n]), Cancel)));
            Assert.Single(made.Select(k => k[0]).Distinct());
        }
    }

    private static void AssertReads(TestHost from, TestHost to, string word) => Assert.Equal(word, Protector(to).Unprotect(Protector(from).Protect(word)));

    private static IDataProtector Protector(TestHost host) => host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static T Of<T>(object row, string property) => (T)row.GetType().GetProperty(property)!.GetValue(row)!;

    private string OnSecond(string path) => new Uri(second.Address, path).ToString();

    // The modules keep their types to themselves.
    private Task<List<ITenantOwned>> RowsAsync(string context, string set) => first.InScopeAsync(member.TenantId, services =>
    {
        var db = services.GetServices<ModuleDbContext>().Single(c => c.GetType().Name == context);
        return ((IQueryable<ITenantOwned>)db.GetType().GetProperty(set)!.GetValue(db)!).AsNoTracking().ToListAsync(Cancel);
    });

    private async Task<string> RankAsync(Guid customer) => $"{Of<object?>((await RowsAsync("CustomersDbContext", "Companies")).Single(c => c.Id == customer), "Rank")}";

    private async Task<Guid> OpenReportAsync() => (await RowsAsync("DailyReportsDbContext", "Reports")).First(r => $"{Of<object>(r, "State")}" == "Submitted").Id;

    private sealed class Stopped(TestHost host) : IAsyncDisposable
    {
        public TestHost Host => host;

        public async ValueTask DisposeAsync() => await host.StopAsync();
    }

    private sealed record Wish
    {
        public string Word { get; init; } = "";
    }
}
