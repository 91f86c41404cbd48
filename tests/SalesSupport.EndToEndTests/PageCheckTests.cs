namespace SalesSupport.EndToEndTests;

/// <summary>What every page is looked at for is found where it is planted.</summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
public sealed class PageCheckTests(Chromium chromium)
{
    private const string LeadsNowhere = "document.querySelector('main .btn-primary').addEventListener('click', e => e.preventDefault());";
    private const string JumpsAway = "{ const b = document.querySelector('main .btn-primary'); b.addEventListener('mousedown', () => { b.style.translate = '0 200px'; }); }";
    private const string BadDialog = """
        {
          const d = document.querySelector('#create-sheet');
          d.style.width = d.style.maxWidth = '3000px';
          d.querySelector('h2').textContent = ' ';
          d.querySelector('[data-close]').removeAttribute('aria-label');
          Object.assign(d.querySelector('a').style, { minHeight: 0, height: '12px', padding: 0 });
        }
        """;

    private const string StaysOpen = "document.querySelector('#create-sheet').close = () => {};";
    private const string PaleMenu = "for (const a of document.querySelectorAll('.menu-body a')) Object.assign(a.style, { color: '#bbb', backgroundColor: '#fff' });";

    [Theory]
    [InlineData(LeadsNowhere, "begins nothing")]
    [InlineData(JumpsAway, "does not reach the main action")]
    [InlineData(BadDialog, "dialog#create-sheet[open] is too wide", "dialog#create-sheet[open] has no heading", "dialog#create-sheet[open]: target under 24 px", "dialog#create-sheet[open]: button-name")]
    [InlineData(StaysOpen, "dialog#create-sheet[open] does not open and close")]
    [InlineData(PaleMenu, ".menu-body: color-contrast")]
    public async Task A_planted_fault_is_found(string plant, params string[] faults)
    {
        var page = await chromium.SignedOnAsync("sato");
        var check = new PageCheck(page, 1440);
        await page.GotoAsync("/customers");
        await page.EvaluateAsync($"() => {{ {plant} }}");
        await check.LookAsync("planted");
        Assert.All(faults, f => Assert.Contains(check.Faults, found => found.Contains(f, StringComparison.Ordinal)));
        Assert.EndsWith("/customers", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }
}
