using System.Net;
using SalesSupport.Customers.Companies;
using static SalesSupport.Customers.Tests.ViewTests;

namespace SalesSupport.Customers.Tests;

/// <summary>Which columns of the list somebody sees. Each test is another user's.</summary>
[Requirement("R21")]
public sealed class ColumnTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    public async Task Columns_are_remembered_for_the_user_and_for_each_view()
    {
        await fixture.DbAsync(db =>
        {
            db.Companies.Add(Company.Register(Guid.CreateVersion7(), new CompanyDetails("ああ札の多い商会", "アア", Phone: "03-0000-9999", Address: "見本町9-9", Tags: "重点、紹介"), new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero)));
            return db.SaveChangesAsync();
        });
        using var browser = As("nakamura");
        Assert.Equal(["会社名", "ランク", "自社担当", "最後の活動", "業種"], Columns(await browser.GetAsync("/customers")));
        var page = await ChooseColumnsAsync(browser, "/customers?q=ああ札&sort=Rank", "Tags", "Phone", "Address", "Updated");
        Assert.Equal("?q=%E3%81%82%E3%81%82%E6%9C%AD&sort=Rank", page.Address.Query);
        Assert.Equal(["会社名", "タグ", "電話番号", "住所", "更新日"], Columns(page));
        var row = page.Document.QuerySelector("tr[data-href]")!;
        Assert.Equal(["紹介、重点", "03-0000-9999", "見本町9-9", "10/1(木)"], row.QuerySelectorAll("td:not(.pick)").Select(d => d.TextContent.Trim()));
        Assert.Equal("tel:0300009999", row.QuerySelector("td a")!.GetAttribute("href"));
        Assert.Null(row.QuerySelector("small"));

        // A view has its own, and the other list keeps its.
        var view = await SaveAsync(browser, page, "列の違う一覧");
        Assert.Equal(Columns(page), Columns(view));
        view = await ChooseColumnsAsync(browser, view.Address.PathAndQuery, "Kana");
        Assert.Equal(["会社名"], Columns(view));
        Assert.Equal("列の違う一覧", Current(view));
        Assert.NotNull(view.Document.QuerySelector("tbody small"));
        Assert.Equal(["会社名", "タグ", "電話番号", "住所", "更新日"], Columns(await browser.GetAsync("/customers?sort=Kana")));
        Assert.Equal(["会社名", "ランク", "自社担当", "最後の活動", "業種"], Columns(await As("yoshida").GetAsync("/customers")));
        Assert.Equal(["会社名"], Columns(await ChooseColumnsAsync(browser, "/customers?sort=Kana")));
    }

    [Fact]
    public async Task Columns_that_another_window_chose_first_are_shown_beside_ones_own()
    {
        using var browser = As("yamada");
        var form = await browser.GetAsync("/customers/columns");
        await ChooseColumnsAsync(browser, "/customers?sort=Kana", "Rank", "Phone");
        var conflict = await SendColumnsAsync(browser, form, "Industry");
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        var shown = conflict.Document.QuerySelector(".conflict")!.TextContent;
        Assert.Contains("業種", shown, StringComparison.Ordinal);
        Assert.Contains("ランク、電話番号", shown, StringComparison.Ordinal);
        await SendColumnsAsync(browser, conflict, "Industry");
        Assert.Equal(["会社名", "業種"], Columns(await browser.GetAsync("/customers")));
        var unknown = await SendColumnsAsync(browser, await browser.GetAsync("/customers/columns"), "Salary");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.Status);
        Assert.NotEqual("", unknown.Document.QuerySelector("#columns-error")!.TextContent);
    }

    private Browser As(string login) => CustomersHost.SignOn(fixture.Host, fixture.Member, login);
}
