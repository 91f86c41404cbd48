using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Host.Audit;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>The audit as administrators read it: who did what to which thing, in words.</summary>
[Trait("Bar", "main-job")]
public sealed partial class AuditTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2037, 11, 24, 7, 30, 0, TimeSpan.FromHours(9));
    private TestHost host = null!;
    private SampleMember member = null!;
    private Browser morita = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync(now: Now);
        member = await host.AddMemberAsync("akane");
        morita = await host.SignOnAsync("akane", "morita");
    }

    public async ValueTask DisposeAsync()
    {
        morita.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_row_names_its_subject_with_a_link_and_says_in_words_what_changed()
    {
        var (sato, okabe, ito) = (Id("sato"), Id("okabe"), Id("ito"));
        var page = await morita.GetAsync($"/settings/users/{sato}");
        await morita.SubmitAsync(page, page.Document.Forms.First(f => f.QuerySelector("[name=Level]") is not null), ("Level", "Administrator"), ("DeputyId", ito.ToString()));

        var row = await RowAsync("ユーザーを変更");
        Assert.Equal($"/settings/users/{sato}", row.QuerySelector("th a")!.GetAttribute("href"));
        Assert.Equal(Name("sato"), row.QuerySelector("th")!.TextContent.Trim());
        Assert.Contains(Name("morita"), row.TextContent, StringComparison.Ordinal);
        Assert.Contains("11/24(火) 7:30", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("権限 一般ユーザ → 管理者", Changes(row), StringComparison.Ordinal);
        Assert.Contains($"代理 なし → {Name("ito")}", Changes(row), StringComparison.Ordinal);
        Assert.DoesNotContain(okabe.ToString(), row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_signed_on_is_named_although_nobody_was_signed_on_before()
    {
        var row = await RowAsync("ポータルにサインオン");
        Assert.StartsWith(Name("morita"), row.QuerySelectorAll("td")[1].TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", row.QuerySelectorAll("td")[^1].TextContent.Trim());
    }

    [Fact]
    public async Task Reports_customers_and_comments_are_named_and_somebody_elses_draft_has_no_link()
    {
        using var sato = await host.SignOnAsync("akane", "sato");
        await sato.PostAsync("/reports/2037-11-20/submission", ("Note", "見積を送りました"), ("Recipients", Id("okabe").ToString()));
        await sato.PostAsync("/reports/2037-11-19/edit", ("Note", "書きかけです"));
        var customer = member.MadeCustomers[0];
        await morita.PostAsync($"/customers/{customer.Id}/contacts", ("Name", "長谷川 真"));

        var rows = (await morita.GetAsync("/settings/audit")).Document.QuerySelectorAll("table.audit tbody tr").ToArray();
        var submitted = rows.Single(r => r.QuerySelector("th")!.TextContent.Trim() == $"{Name("sato")} — 11/20(金)");
        Assert.StartsWith("/reports/", submitted.QuerySelector("th a")!.GetAttribute("href"), StringComparison.Ordinal);
        var draft = rows.Single(r => r.QuerySelector("th")!.TextContent.Trim() == $"{Name("sato")} — 11/19(木)");
        Assert.Null(draft.QuerySelector("th a"));
        Assert.DoesNotContain("書きかけ", string.Concat(rows.Select(r => r.TextContent)), StringComparison.Ordinal);
        Assert.DoesNotMatch(Guids(), string.Concat(rows.Select(r => r.TextContent)));
    }

    [Fact]
    public async Task Settings_carry_what_they_were_and_what_they_became()
    {
        await morita.PostAsync("/settings/approval", ("Enabled", "false"));
        await morita.PostAsync("/settings/calendar/periods", ("Period.Name", "年末年始"), ("Period.From", "2037-12-29"), ("Period.Until", "2038-01-03"));
        await morita.PostAsync("/settings/calendar", ("DaysOff", "Sunday"), ("NationalHolidays", "true"));

        var rows = (await morita.GetAsync("/settings/audit")).Document.QuerySelectorAll("table.audit tbody tr").ToArray();
        Assert.Contains(rows, r => Changes(r) == "承認する はい → いいえ" && r.QuerySelector("th a")!.GetAttribute("href") == "/settings/approval");
        Assert.Contains(rows, r => Changes(r) == "期間 なし → 2037年12月29日(火) – 2038年1月3日(日) 休業 年末年始");
        Assert.Contains(rows, r => Changes(r) == "休みの曜日 土 → なし");
    }

    [Fact]
    public async Task A_date_that_does_not_exist_is_told_beside_the_field()
    {
        var page = await morita.GetAsync("/settings/audit?day=2026-02-30");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("存在しません", page.Document.QuerySelector("#day-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await morita.GetAsync("/settings/audit?day=2037-11-24&before=abc")).Status);
        Assert.NotEmpty((await morita.GetAsync("/settings/audit?day=2037-11-24&who=森田")).Document.QuerySelectorAll("table.audit tbody tr"));
        Assert.Empty((await morita.GetAsync("/settings/audit?day=2037-11-23")).Document.QuerySelectorAll("table.audit tbody tr"));
    }

    [Fact]
    public async Task What_operators_do_is_read_by_operators_and_by_nobody_else()
    {
        await host.AddOperatorAsync("unei", "ougi-no-kaze");
        using var browser = host.NewBrowser();
        Assert.Contains("/operator/sign-on", (await browser.GetAsync("/operator/audit")).Address.PathAndQuery, StringComparison.Ordinal);
        await browser.PostAsync("/operator/sign-on", ("Login", "unei"), ("Password", "wrong-one"));
        await browser.PostAsync("/operator/sign-on", ("Login", "unei"), ("Password", "ougi-no-kaze"));
        var page = await browser.GetAsync("/operator/audit");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var rows = page.Document.QuerySelectorAll("table.audit tbody tr").Select(r => r.TextContent).ToArray();
        Assert.Contains(rows, r => r.Contains("運営がサインオン", StringComparison.Ordinal) && r.Contains("unei", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.Contains("運営のサインオンを拒否", StringComparison.Ordinal) && r.Contains("unei", StringComparison.Ordinal));
        Assert.DoesNotContain(Name("morita"), page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("運営が", (await morita.GetAsync("/settings/audit")).Text, StringComparison.Ordinal);
        Assert.NotEqual("/operator/audit", (await morita.GetAsync("/operator/audit")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_source_of_names_that_fails_does_not_take_the_page_with_it()
    {
        await using var broken = await TestHost.StartAsync(now: Now, services: s => s.AddScoped<IAuditSubjects, FailingSubjects>());
        await broken.AddMemberAsync("akane");
        using var browser = await broken.SignOnAsync("akane", "morita");
        Assert.Contains("サインオン", (await browser.GetAsync("/settings/audit")).Text, StringComparison.Ordinal);
    }

    /// <summary>Walks the entities and settings themselves, so that a new one without words is noticed.</summary>
    [Theory]
    [InlineData("ja")]
    [InlineData("en")]
    public void Every_audited_thing_action_and_field_has_words(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);
        using var scope = host.Services.CreateScope();
        var words = ActivatorUtilities.CreateInstance<AuditWords>(scope.ServiceProvider, new PeopleBook([], []));
        var entities = scope.ServiceProvider.GetServices<ModuleDbContext>().SelectMany(c => c.Model.GetEntityTypes())
            .Where(e => typeof(Entity).IsAssignableFrom(e.ClrType) && AuditTrail.IsAudited(e.ClrType) && e.ClrType.Assembly != typeof(HouseDbContext).Assembly).ToArray();
        var settings = Sources().SelectMany(text => SettingUse().Matches(text)).Select(m => m.Groups[1].Value).Distinct()
            .Select(name => host.Services.GetRequiredService<ModuleCatalog>().All.SelectMany(m => m.Assembly.GetTypes()).Single(t => t.Name == name)).ToArray();
        Assert.True(entities.Length >= 9, $"{entities.Length} entities");
        Assert.True(settings.Length >= 2, $"{settings.Length} settings");

        var missing = WithoutWords(words, language, [
            .. entities.Select(e => (e.ClrType, e.GetProperties().Select(p => p.PropertyInfo).OfType<PropertyInfo>().Where(p => p.Name is not ("TenantId" or "Version") && AuditTrail.IsAudited(p) && CanChange(p)))),
            .. settings.Select(s => (s, s.GetProperties().AsEnumerable())),
        ]).ToList();

        var actions = Sources().SelectMany(text => AuditUse().Matches(text)).Select(m => m.Groups[1].Value).Distinct().ToArray();
        Assert.True(actions.Length >= 8, $"{actions.Length} actions");
        missing.AddRange(actions.Where(a => words.Action(a) == a));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_kind_of_row_has_a_module_that_names_its_subject()
    {
        using var scope = host.Services.CreateScope();
        var named = scope.ServiceProvider.GetServices<IAuditSubjects>().SelectMany(s => s.Kinds).ToHashSet();
        var kinds = Directory.GetFiles(Path.Combine(Repository.Root, "modules"), "Texts.ja.resx", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(f => AuditWord().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).ToArray();
        Assert.True(kinds.Length >= 20, $"{kinds.Length} kinds");
        Assert.Equal([], kinds.Except(named));
    }

    [Fact]
    public async Task Whoever_signs_out_or_ends_a_session_of_their_own_is_named_and_not_called_deleted()
    {
        await morita.PostAsync("/me/sessions/others/ending");
        await morita.PostAsync("/sign-out");
        await morita.SignOnAsync("akane", "morita", TestHost.Password);
        var rows = (await morita.GetAsync("/settings/audit")).Document.QuerySelectorAll("table.audit tbody tr").ToArray();
        Assert.Contains(rows, r => r.TextContent.Contains("自分のほかの端末でサインアウト", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, r => r.QuerySelector("th")!.TextContent.Contains("削除済", StringComparison.Ordinal));
    }

    [Fact]
    public void An_audited_thing_without_words_is_caught()
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ja");
        using var scope = host.Services.CreateScope();
        var words = ActivatorUtilities.CreateInstance<AuditWords>(scope.ServiceProvider, new PeopleBook([], []));
        Assert.Equal(
            ["Unworded.Added", "Unworded.Changed", "Unworded.Deleted", "Unworded: Unsaid"],
            WithoutWords(words, "ja", [(typeof(Unworded), [typeof(Unworded).GetProperty(nameof(Unworded.Unsaid))!])]).Order(StringComparer.Ordinal));
    }

    /// <summary>Entities and settings that the audit's page would call by their names in the program, and their fields.</summary>
    private static IEnumerable<string> WithoutWords(AuditWords words, string language, IReadOnlyList<(Type Type, IEnumerable<PropertyInfo> Fields)> kinds)
    {
        string[] Happens(Type kind) => typeof(Entity).IsAssignableFrom(kind) ? ["Added", "Changed", "Deleted"] : ["Changed"];
        foreach (var action in kinds.SelectMany(k => Happens(k.Type).Select(h => $"{k.Type.Name}.{h}")))
        {
            var said = words.Action(action);
            if (said == action || (language == "ja" && said.Contains(action.Split('.')[0], StringComparison.Ordinal)))
            {
                yield return action;
            }
        }

        foreach (var field in kinds.SelectMany(k => k.Fields).Where(f => words.Label(f.ReflectedType!.Name, f.Name) == f.Name && !SameInEnglish(language, f.Name)))
        {
            yield return $"{field.ReflectedType!.Name}: {field.Name}";
        }
    }

    private static bool SameInEnglish(string language, string field) => language == "en" && !field.Skip(1).Any(char.IsUpper);

    private static bool CanChange(PropertyInfo property) =>
        property.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static IEnumerable<string> Sources() =>
        new[] { "src", "modules", "host" }.SelectMany(f => Directory.GetFiles(Path.Combine(Repository.Root, f), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal)).Select(File.ReadAllText);

    private static string Changes(AngleSharp.Dom.IElement row)
    {
        foreach (var hidden in row.QuerySelectorAll(".changes .visually-hidden"))
        {
            hidden.TextContent = "→";
        }

        return string.Join('|', row.QuerySelectorAll(".changes li").Select(l => Spaces().Replace(l.TextContent, " ").Trim()));
    }

    private async Task<AngleSharp.Dom.IElement> RowAsync(string action) =>
        (await morita.GetAsync("/settings/audit")).Document.QuerySelectorAll("table.audit tbody tr").First(r => r.QuerySelectorAll("td").Any(d => d.TextContent.Trim() == action));

    private Guid Id(string login) => member.People.Single(p => p.Login == login).Id;

    private string Name(string login) => member.People.Single(p => p.Login == login).Name;

    private sealed class FailingSubjects : IAuditSubjects
    {
        public IReadOnlyCollection<string> Kinds => ["SignedOn"];

        public Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel) => throw new InvalidOperationException("broken on purpose");
    }

    private sealed class Unworded : Entity
    {
        public string Unsaid { get; set; } = "";
    }

    [GeneratedRegex("""\.Audit\("([A-Za-z.]+)",""")]
    private static partial Regex AuditUse();

    [GeneratedRegex("""name="Audit\.(\w+)" """)]
    private static partial Regex AuditWord();

    [GeneratedRegex("""settings\.GetAsync<(\w+)>""")]
    private static partial Regex SettingUse();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-")]
    private static partial Regex Guids();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
