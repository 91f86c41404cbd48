namespace SalesSupport.DailyReports.Tests.Writing;

/// <summary>Which contact persons the form of a report offers.</summary>
[Requirement("R21")]
public sealed class OfferedContactsTests(WritingHost fixture) : IClassFixture<WritingHost>
{
    [Fact]
    public async Task Somebody_who_has_left_is_not_offered_until_they_are_back()
    {
        using var browser = await fixture.SatoAsync();
        var customer = fixture.Member.MadeCustomers[2];
        var (id, name) = customer.Contacts[0];
        var edit = $"/customers/{customer.Id}/contacts/{id}/edit";
        Assert.Contains(name, await OfferedAsync(), StringComparison.Ordinal);

        await SetLeftAsync("true");
        Assert.DoesNotContain(name, await OfferedAsync(), StringComparison.Ordinal);
        await browser.PostAsync($"/customers/{customer.Id}/contacts/{id}/removal");
        await browser.PostAsync($"/customers/{customer.Id}/contacts/{id}/restoration");
        Assert.DoesNotContain(name, await OfferedAsync(), StringComparison.Ordinal);

        await SetLeftAsync("false");
        Assert.Contains(name, await OfferedAsync(), StringComparison.Ordinal);

        async Task SetLeftAsync(string left)
        {
            var page = await browser.GetAsync(edit);
            page = await browser.SubmitAsync(page, page.Document.Forms.First(f => f.QuerySelector("[name='Form.Left']") is not null), ("Form.Left", left));
            Assert.Equal($"/customers/{customer.Id}", page.Address.AbsolutePath);
        }

        async Task<string> OfferedAsync() => (await browser.GetAsync($"/reports/customer-contacts?customerId={customer.Id}")).Html;
    }
}
