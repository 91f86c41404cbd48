using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.DailyReports.Imports;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Imports;

[Requirement("R93")]
[Trait("Bar", "groupware")]
public sealed class ImportTests(ImportHost fixture) : IClassFixture<ImportHost>
{
    [Fact]
    public async Task Rows_become_reports_that_everybody_reads_and_nobody_is_told_of()
    {
        using var browser = await fixture.AdministratorAsync();
        var month = ImportHost.NewMonth();
        var (customer, other) = (fixture.Member.MadeCustomers[0], fixture.Member.MadeCustomers[1]);
        var inbox = await fixture.DbAsync(db => db.Inbox.CountAsync());
        var page = await ImportHost.SendAsync(browser, ImportHost.File(
            $"{month:yyyy/M/d},{fixture.Sato},{customer.Name},{customer.Contacts[0].Name},訪問,9:30,10:30,見積,検討中,見積書を送る,{month.AddDays(7):yyyy/M/d},\"一行目,\n二行目\",よい一日でした",
            $"{month:yyyy/M/d},{fixture.Sato},株式会社だれもしらない,山本,ほうもん,,,ごあいさつ,,,,あいさつした,よい一日でした",
            $"{month.AddDays(1):yyyy年M月d日},{fixture.Sato},{other.Name},,電話,14時,,,,,,電話した,"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(2, page.Document.QuerySelectorAll("#planned tbody tr").Length);
        Assert.Empty(await fixture.ReportsAsync(month));

        page = await ImportHost.StartAsync(browser, page);
        page = await ImportHost.FinishAsync(browser, page);
        Assert.Contains("取り込み済み", page.Text, StringComparison.Ordinal);
        var reports = await fixture.ReportsAsync(month);
        Assert.Equal([(month, 2), (month.AddDays(1), 1)], reports.Select(r => (r.Date, r.Activities.Count)));
        var first = reports[0];
        Assert.Equal((ReportState.Submitted, false, fixture.SatoId, fixture.SatoId, "よい一日でした"), (first.State, first.AwaitsApproval, first.AuthorId, first.OwnerId, first.Note));
        var activity = first.Activities[0];
        Assert.Equal(
            (ActivityKind.Visit, customer.Id, customer.Contacts[0].Id, new TimeOnly(9, 30), new TimeOnly(10, 30), VisitPurpose.Quotation, TalkResult.Pending, "見積書を送る", month.AddDays(7), "一行目,\n二行目"),
            (activity.Kind, activity.CustomerId!.Value, activity.ContactId!.Value, activity.Start!.Value, activity.End!.Value, activity.Purpose!.Value, activity.Result!.Value, activity.NextAction, activity.NextActionOn!.Value, activity.Text));

        // What no field has a word for stays to be read.
        Assert.Equal((null, "顧客名: 株式会社だれもしらない\n面談者: 山本\n種別: ほうもん\n訪問目的: ごあいさつ\nあいさつした"), (first.Activities[1].CustomerId, first.Activities[1].Text));
        Assert.Equal((ActivityKind.Call, new TimeOnly(14, 0)), (reports[1].Activities[0].Kind, reports[1].Activities[0].Start!.Value));
        Assert.Equal(inbox, await fixture.DbAsync(db => db.Inbox.CountAsync()));

        using var colleague = await fixture.Host.SignOnAsync("kasumi", "watanabe");
        var shown = await colleague.GetAsync($"/reports/{first.Id}");
        Assert.Contains("二行目", shown.Text, StringComparison.Ordinal);
        Assert.Contains("取り込み", shown.Document.QuerySelector(".article-head")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("あいさつした", (await colleague.GetAsync($"/reports?since={month:yyyy-MM-dd}&until={month:yyyy-MM-dd}")).Html + shown.Text, StringComparison.Ordinal);

        // The customer's page knows the day, and the list of imports what came of it.
        Assert.Contains($"{month:yyyy年M月d日}", (await browser.GetAsync($"/customers/{customer.Id}")).Text, StringComparison.Ordinal);
        var line = (await browser.GetAsync("/reports/imports")).Document.QuerySelectorAll("table.list tbody tr").Single(r => r.GetAttribute("data-href") == page.Address.AbsolutePath);
        Assert.Contains("日報.csv", line.TextContent, StringComparison.Ordinal);
        Assert.Equal("2", line.QuerySelector("[data-label='取り込んだ日報']")!.TextContent);
        Assert.False(await fixture.HasFileAsync(ImportHost.IdOf(page)));
        Assert.Single((await browser.GetAsync("/settings/audit")).Document.QuerySelectorAll("tbody tr"), r => r.TextContent.Contains("日報の取り込み", StringComparison.Ordinal) && r.QuerySelector($"a[href='{page.Address.AbsolutePath}']") is not null);
    }

    [Fact]
    public async Task Customers_are_found_however_their_legal_form_is_written_and_others_are_registered_once_when_asked()
    {
        using var browser = await fixture.AdministratorAsync();
        var month = ImportHost.NewMonth();
        var customer = fixture.Member.MadeCustomers[2];
        var bare = customer.Name.Replace("株式会社", "", StringComparison.Ordinal);
        var page = await ImportHost.SendAsync(browser, ImportHost.File(
            ImportHost.Row(month, fixture.Sato, $"㈱ {bare}", "訪ねた"),
            ImportHost.Row(month.AddDays(1), fixture.Sato, "株式会社　うみねこ水産", "はじめて訪ねた"),
            ImportHost.Row(month.AddDays(2), fixture.Sato, "(株)うみねこ水産", "また訪ねた")));
        page = await browser.SubmitAsync(page, page.MainForm, ("RegistersCustomers", "true"));
        Assert.True(page.Document.QuerySelector<IHtmlInputElement>("[name=RegistersCustomers]")!.IsChecked);
        page = await ImportHost.FinishAsync(browser, await ImportHost.StartAsync(browser, page));
        var reports = await fixture.ReportsAsync(month);
        Assert.Equal(customer.Name.Contains("株式会社", StringComparison.Ordinal) ? customer.Id : reports[0].Activities[0].CustomerId, reports[0].Activities[0].CustomerId);
        var made = reports[1].Activities[0].CustomerId!.Value;
        Assert.Equal(made, reports[2].Activities[0].CustomerId);
        Assert.Equal("株式会社　うみねこ水産", reports[1].LeadCustomer);
        Assert.Contains("うみねこ水産", (await browser.GetAsync($"/customers/{made}")).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await fixture.ImportAsync(ImportHost.IdOf(page))).NewCustomers);
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_are_told_by_row_and_column_and_left_out()
    {
        using var browser = await fixture.AdministratorAsync();
        var month = ImportHost.NewMonth();
        var page = await ImportHost.SendAsync(browser, ImportHost.File(
            $"2030/2/30,{fixture.Sato},,,,,,,,,,二月三十日,",
            $"{month:yyyy/M/d},だれでもない人,,,,,,,,,,だれの日報か,",
            "",
            $"{month:yyyy/M/d},{fixture.Sato},,,,25:00,,,,,,二十五時,",
            $"{month:yyyy/M/d},{fixture.Sato},,,,10:00,9:00,,,,,逆さま,",
            $"2037/11/25,{fixture.Sato},,,,,,,,,,明日,",
            $"{month:yyyy/M/d},{fixture.Sato},,,,,,,,,,{new string('長', 4001)},",
            $"{month:yyyy/M/d},{fixture.Sato},,,,,,,,,,,",
            $",{fixture.Sato},,,,,,,,,,日付なし,",
            ImportHost.Row(month, fixture.Sato, "", "よい行")));
        Assert.Equal(
            [("2", "日付"), ("3", "書いた人"), ("5", "開始"), ("6", "終了"), ("7", "日付"), ("8", "内容"), ("9", ""), ("10", "日付")],
            page.Document.QuerySelectorAll("#faults tbody tr").Select(r => (r.Children[0].TextContent, r.Children[1].TextContent)));
        Assert.All(page.Document.QuerySelectorAll("#faults tbody tr"), r => Assert.NotEqual("", r.Children[2].TextContent));
        Assert.Contains("だれでもない人", page.Document.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
        page = await ImportHost.FinishAsync(browser, await ImportHost.StartAsync(browser, page));
        Assert.Equal("よい行", Assert.Single(Assert.Single(await fixture.ReportsAsync(month)).Activities).Text);
        var import = await fixture.ImportAsync(ImportHost.IdOf(page));
        Assert.Equal((1, 1, 0, 8), (import.Total, import.Imported, import.LeftOut, import.BadRows));
    }

    [Fact]
    public async Task Who_is_meant_by_an_unknown_name_is_said_by_hand()
    {
        using var browser = await fixture.AdministratorAsync();
        var month = ImportHost.NewMonth();
        var page = await ImportHost.SendAsync(browser, ImportHost.File(ImportHost.Row(month, "s.sato@example.jp", "", "メールで"), ImportHost.Row(month.AddDays(1), "", "", "空欄で"), ImportHost.Row(month.AddDays(2), "退職した人", "", "捨てる")));
        Assert.Equal(["s.sato@example.jp", "(空欄)", "退職した人"], page.Document.QuerySelectorAll("label[for^='Authors_']").Select(l => l.TextContent.Trim()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ImportHost.StartAsync(browser, page)).Status);
        page = await browser.SubmitAsync(page, page.MainForm, ("Authors[0].Id", $"{fixture.SatoId}"), ("Authors[1].Id", $"{fixture.SatoId}"));
        Assert.Equal(2, page.Document.QuerySelectorAll("#planned tbody tr").Length);
        Assert.Equal(HttpStatusCode.NotFound, (await ImportHost.StartAsync(browser, page, ("Authors[2].Id", $"{fixture.Other.People[0].Id}"))).Status);
        page = await ImportHost.FinishAsync(browser, await ImportHost.StartAsync(browser, page));
        Assert.Equal(["メールで", "空欄で"], (await fixture.ReportsAsync(month)).Select(r => r.Activities[0].Text));
    }

    [Fact]
    public async Task A_day_that_has_a_report_stays_as_it_is()
    {
        using var browser = await fixture.AdministratorAsync();
        var month = ImportHost.NewMonth();
        await ImportHost.ImportAsync(browser, ImportHost.File(ImportHost.Row(month, fixture.Sato, "", "先のもの")));
        var page = await ImportHost.SendAsync(browser, ImportHost.File(ImportHost.Row(month, fixture.Sato, "", "後のもの"), ImportHost.Row(month.AddDays(1), fixture.Sato, "", "次の日")));
        Assert.Equal(["日報あり", "取り込む"], page.Document.QuerySelectorAll("#planned tbody tr").Select(r => r.Children[^1].TextContent.Trim()));
        page = await ImportHost.FinishAsync(browser, await ImportHost.StartAsync(browser, page));
        Assert.Equal(["先のもの", "次の日"], (await fixture.ReportsAsync(month)).Select(r => r.Activities[0].Text));
        Assert.Equal((1, 1), ((await fixture.ImportAsync(ImportHost.IdOf(page))).Imported, (await fixture.ImportAsync(ImportHost.IdOf(page))).LeftOut));
    }

    [Fact]
    public async Task Columns_can_be_changed_and_what_was_changed_is_looked_at_before_it_is_imported()
    {
        using var browser = await fixture.AdministratorAsync();
        var month = ImportHost.NewMonth();
        var page = await ImportHost.SendAsync(browser, ImportHost.Utf8($"いつ\tだれ\tなに\n{month:yyyy.M.d}\t{fixture.Sato}\t話した\n"), name: "reports.tsv");
        Assert.Equal("", page.Document.QuerySelector<IHtmlSelectElement>("[name='Columns.Date']")!.Value);
        var refused = await ImportHost.StartAsync(browser, page);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotEqual("", refused.Document.QuerySelector("#Columns_Date-error")!.TextContent);
        page = await ImportHost.StartAsync(browser, page, ("Columns.Date", "0"), ("Columns.Author", "1"), ("Columns.Text", "2"));
        Assert.Contains("確かめて", page.Html, StringComparison.Ordinal);
        Assert.Single(page.Document.QuerySelectorAll("#planned tbody tr"));
        Assert.Empty(await fixture.ReportsAsync(month));
        await ImportHost.FinishAsync(browser, await ImportHost.StartAsync(browser, page));
        Assert.Equal("話した", Assert.Single(await fixture.ReportsAsync(month)).Activities[0].Text);
    }

    [Fact]
    public async Task A_file_sent_twice_and_a_button_pressed_twice_are_one_import()
    {
        using var browser = await fixture.AdministratorAsync();
        var month = ImportHost.NewMonth();
        var form = Guid.CreateVersion7();
        var file = ImportHost.File(ImportHost.Row(month, fixture.Sato, "", "一度だけ"));
        var pages = await Task.WhenAll(ImportHost.SendAsync(browser, file, form), ImportHost.SendAsync(browser, file, form));
        Assert.All(pages, p => Assert.Equal($"/reports/imports/{form}", p.Address.AbsolutePath));
        var started = await Task.WhenAll(ImportHost.StartAsync(browser, pages[0]), ImportHost.StartAsync(browser, pages[0]));
        Assert.All(started, p => Assert.Equal(HttpStatusCode.OK, p.Status));
        await Task.WhenAll(ImportHost.FinishAsync(browser, started[0]), ImportHost.FinishAsync(browser, started[1]), fixture.RunJobAsync());
        Assert.Single(await fixture.ReportsAsync(month));
        Assert.Equal((ImportState.Done, 1, 0), ((await fixture.ImportAsync(form)).State, (await fixture.ImportAsync(form)).Imported, (await fixture.ImportAsync(form)).LeftOut));
    }

    [Fact]
    public async Task Files_that_are_no_table_or_too_large_are_refused_with_a_reason()
    {
        using var browser = await fixture.AdministratorAsync();
        foreach (var (file, reason) in new[]
        {
            (Array.Empty<byte>(), "ファイルを選んで"), (ImportHost.Utf8("ただの文章です。\nもう一行"), "列を見分けられません"), (ImportHost.Utf8(ImportHost.Headers + "\n\n"), "行がありません"),
            (ImportHost.Utf8(ImportHost.Headers + string.Concat(Enumerable.Repeat("\n2030/1/1,a", 50_001))), "50000行以内"), (new byte[(10 * 1024 * 1024) + 1], "10MB以内"),
        })
        {
            var page = await ImportHost.SendAsync(browser, file);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            Assert.Contains(reason, page.Document.QuerySelector("#File-error")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("R51")]
    public async Task Only_administrators_of_the_member_reach_an_import()
    {
        using var browser = await fixture.AdministratorAsync();
        var month = ImportHost.NewMonth();
        var address = (await ImportHost.SendAsync(browser, ImportHost.File(ImportHost.Row(month, fixture.Sato, "", "内緒の日報")))).Address.AbsolutePath;
        using var general = await fixture.Host.SignOnAsync("kasumi", "sato");
        using var foreign = await fixture.Host.SignOnAsync("tokiwa", "morita");
        Assert.Equal(HttpStatusCode.Forbidden, (await general.GetAsync("/reports/imports")).Status);
        Assert.Null((await general.GetAsync("/reports")).Document.QuerySelector("a[href='/reports/imports']"));
        Assert.NotNull((await browser.GetAsync("/reports")).Document.QuerySelector("a[href='/reports/imports']"));
        Assert.DoesNotContain(address, (await foreign.GetAsync("/reports/imports")).Html, StringComparison.Ordinal);
        foreach (var way in new[] { "", "/undo" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await general.GetAsync(address + way)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await foreign.GetAsync(address + way)).Status);
        }

        foreach (var way in new[] { "", "/start", "/steps", "/removal", "/undo" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await general.PostAsync(address + way, ("Version", "0"))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await foreign.PostAsync(address + way, ("Version", "0"))).Status);
        }

        Assert.Equal(ImportState.Prepared, (await fixture.ImportAsync(Guid.Parse(address.Split('/')[^1]))).State);
        Assert.Empty(await fixture.ReportsAsync(month));
    }

    [Fact]
    public async Task A_file_that_is_given_up_is_gone_at_once_and_one_that_nobody_came_back_for_after_a_day()
    {
        using var browser = await fixture.AdministratorAsync();
        var month = ImportHost.NewMonth();
        var file = ImportHost.File(ImportHost.Row(month, fixture.Sato, "", "捨てる"));
        var given = ImportHost.IdOf(await ImportHost.SendAsync(browser, file));
        await browser.PostAsync($"/reports/imports/{given}/removal");
        Assert.False(await fixture.HasFileAsync(given));

        var left = ImportHost.IdOf(await ImportHost.SendAsync(browser, file));
        await fixture.RunJobAsync();
        Assert.True(await fixture.HasFileAsync(left));
        await fixture.InScopeAsync(async sp =>
        {
            await sp.GetRequiredService<SalesSupport.Abstractions.IUnitOfWork>().RunAsync(
                c => sp.GetRequiredService<SalesSupport.DailyReports.Data.DailyReportsDbContext>().Imports.Where(i => i.Id == left).ExecuteUpdateAsync(s => s.SetProperty(i => i.StepAt, i => fixture.Host.Clock!.GetUtcNow().AddHours(-25)), c), default);
            return 0;
        });
        await fixture.RunJobAsync();
        Assert.False(await fixture.HasFileAsync(left));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/reports/imports/{left}")).Status);
    }
}
