using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Imports;

namespace SalesSupport.DailyReports.Tests.Imports;

/// <summary>An import is made step by step, goes on after it was broken off, and is taken out again.</summary>
[Requirement("R93")]
[Trait("Bar", "groupware")]
public sealed class ImportStepTests(ImportHost fixture) : IClassFixture<ImportHost>
{
    // Of the years before the months of the other tests: more days than one step takes.
    private static readonly DateOnly Begin = new(2020, 1, 1);
    private const int Days = 450;

    [Fact]
    public async Task An_import_that_was_broken_off_goes_on_where_it_was_and_every_report_is_there_once()
    {
        using var browser = await fixture.AdministratorAsync();
        var page = await ImportHost.SendAsync(browser, ImportHost.File(Enumerable.Range(0, Days).Select(i => ImportHost.Row(Begin.AddDays(i), fixture.Sato, fixture.Member.MadeCustomers[i % 3].Name, $"{i}日目"))));
        page = await ImportHost.StartAsync(browser, page);
        Assert.Contains("450件のうち0件", page.Text, StringComparison.Ordinal);
        var id = ImportHost.IdOf(page);

        // One step is done; the next one fails in the middle, after it has written.
        await StepAsync(id);
        Assert.Equal((ImportSteps.Batch, ImportState.Running), ((await fixture.ImportAsync(id)).Dealt, (await fixture.ImportAsync(id)).State));
        await BreakOffAsync(id);
        Assert.Equal(ImportSteps.Batch, await CountAsync(id));
        Assert.Contains("450件のうち200件", (await browser.GetAsync(page.Address.AbsolutePath)).Text, StringComparison.Ordinal);

        // A page that is open drives it; the job leaves it alone until nobody does.
        await fixture.RunJobAsync();
        Assert.Equal(ImportSteps.Batch, await CountAsync(id));
        fixture.Host.Clock!.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(fixture.RunJobAsync(), fixture.RunJobAsync());
        var import = await fixture.ImportAsync(id);
        Assert.Equal((ImportState.Done, Days, Days, 0), (import.State, import.Dealt, import.Imported, import.LeftOut));
        Assert.Equal(Days, await CountAsync(id));
        Assert.Equal(Enumerable.Range(0, Days).Select(i => $"{i}日目"), await fixture.DbAsync(db => db.Reports.Where(r => r.ImportId == id).OrderBy(r => r.Date).Select(r => r.Activities.Single().Text!).ToListAsync()));
        Assert.False(await fixture.HasFileAsync(id));
        await fixture.RunJobAsync();
        Assert.Equal(Days, await CountAsync(id));

        await TakenOutAsync(browser, id);
    }

    // Some were touched since: those stay, and the page says how many before it is pressed.
    private async Task TakenOutAsync(Browser browser, Guid id)
    {
        var touched = await fixture.DbAsync(db => db.Reports.Where(r => r.ImportId == id).OrderBy(r => r.Date).Select(r => r.Id).Take(2).ToListAsync());
        using var colleague = await fixture.Host.SignOnAsync("kasumi", "okabe");
        Assert.Equal(HttpStatusCode.OK, (await colleague.PostAsync($"/reports/{touched[0]}/comments", ("Text", "懐かしいですね"))).Status);
        using var author = await fixture.Host.SignOnAsync("kasumi", "sato");
        Assert.Equal(HttpStatusCode.OK, (await author.PostAsync($"/reports/{touched[1]}/withdrawal")).Status);

        var page = await browser.GetAsync($"/reports/imports/{id}/undo");
        Assert.Contains("日報448件を取り除きます", page.Text, StringComparison.Ordinal);
        Assert.Contains("日報2件は残ります", page.Text, StringComparison.Ordinal);
        var pages = await Task.WhenAll(browser.SubmitAsync(page, page.MainForm), browser.SubmitAsync(page, page.MainForm));
        Assert.All(pages, p => Assert.Equal(HttpStatusCode.OK, p.Status));
        await StepAsync(id);
        Assert.Equal(Days - ImportSteps.Batch, await CountAsync(id));
        await BreakOffAsync(id);
        Assert.Equal(Days - ImportSteps.Batch, await CountAsync(id));
        fixture.Host.Clock!.Advance(TimeSpan.FromMinutes(2));
        await fixture.RunJobAsync();
        var import = await fixture.ImportAsync(id);
        Assert.Equal((ImportState.Undone, 448), (import.State, import.TakenOut));
        Assert.Equal(touched.Order(), (await fixture.DbAsync(db => db.Reports.Where(r => r.ImportId == id).Select(r => r.Id).ToListAsync())).Order());
        Assert.Equal(2, await fixture.DbAsync(db => db.Activities.CountAsync(a => a.Date >= Begin && a.Date < Begin.AddDays(Days))));

        // The customers know their latest activity again: the one of the first day, which was commented on; of the second there is only a draft.
        Assert.Contains("2020年1月1日", await LastAsync(browser, 0), StringComparison.Ordinal);
        Assert.Contains("まだありません", await LastAsync(browser, 1), StringComparison.Ordinal);
        Assert.Contains("取り消し済み", (await browser.GetAsync($"/reports/imports/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains("日報の取り込みの取り消し", (await browser.GetAsync("/settings/audit")).Text, StringComparison.Ordinal);
    }

    private async Task<string> LastAsync(Browser browser, int customer) =>
        (await browser.GetAsync($"/customers/{fixture.Member.MadeCustomers[customer].Id}")).Document.QuerySelectorAll("dl.facts dt").Single(d => d.TextContent == "最後の活動").NextElementSibling!.TextContent;

    private Task<int> StepAsync(Guid id) => fixture.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<DailyReportsDbContext>();
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == id);
        var plan = import.State == ImportState.Running ? await services.GetRequiredService<ImportFiles>().PlanAsync(import, import.ReadChoices(), default) : null;
        await services.GetRequiredService<ImportSteps>().StepAsync(import, plan, default);
        return 0;
    });

    /// <summary>A step that fails after its rows are written and before they are committed.</summary>
    private async Task BreakOffAsync(Guid id)
    {
        fixture.Broken.IsOn = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => StepAsync(id));
        fixture.Broken.IsOn = false;
    }

    private Task<int> CountAsync(Guid id) => fixture.DbAsync(db => db.Reports.CountAsync(r => r.ImportId == id));
}
