using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Contracts;
using SalesSupport.Portal.Contracts;

namespace SalesSupport.House.Tests;

/// <summary>Reading a page survives another module's fault, whatever it is: also when it gave up waiting, which looks like a request that was broken off.</summary>
[Trait("Bar", "main-job")]
public sealed class SlotFaultTests
{
    [Fact]
    public async Task A_filling_that_cannot_even_be_made_takes_no_page_with_it_and_none_of_the_others()
    {
        await using var host = await TestHost.StartAsync(services: s =>
        {
            foreach (var slot in typeof(Faulty).GetInterfaces())
            {
                // It wants an exception, which nobody has registered.
                s.AddScoped(slot, typeof(Faulty));
                s.AddScoped(slot, _ => throw new InvalidOperationException("planted"));
            }
        });
        var member = await host.AddMemberAsync("akane");
        using var browser = await host.SignOnAsync("akane", "morita");
        foreach (var address in Addresses(member.MadeCustomers[0].Id))
        {
            await ShownAsync(browser, address, "not made");
        }

        // What the healthy modules put there is there.
        Assert.NotEmpty((await browser.GetAsync("/")).Document.QuerySelectorAll("main section"));
        Assert.NotEmpty((await browser.GetAsync($"/search?q={Uri.EscapeDataString("佐藤")}")).Document.QuerySelectorAll("main a[href^='/']"));
    }

    [Fact]
    public async Task A_module_that_fails_or_gives_up_waiting_takes_no_page_with_it()
    {
        foreach (var fault in new Exception[] { new InvalidOperationException("planted"), new TaskCanceledException("planted time-out") })
        {
            await using var host = await TestHost.StartAsync(services: s =>
            {
                s.AddSingleton(fault);
                s.AddScoped<Faulty>();
                foreach (var slot in typeof(Faulty).GetInterfaces())
                {
                    s.AddScoped(slot, sp => sp.GetRequiredService<Faulty>());
                }
            });
            var member = await host.AddMemberAsync("akane");
            using var browser = await host.SignOnAsync("akane", "morita");
            foreach (var address in Addresses(member.MadeCustomers[0].Id))
            {
                await ShownAsync(browser, address, fault.GetType().Name);
            }
        }
    }

    private static string[] Addresses(Guid customer) => ["/", $"/search?q={Uri.EscapeDataString("佐藤")}", "/settings/audit", $"/customers/{customer}", "/portal", "/reports"];

    private static async Task ShownAsync(Browser browser, string address, string fault)
    {
        var page = await browser.GetAsync(address);
        Assert.True(page.Status == HttpStatusCode.OK, $"{fault} {address}: {page.Status}");
        Assert.Single(page.Document.QuerySelectorAll("h1"));
    }

    private sealed class Faulty(Exception fault) : IHomeTile, IFirstDayStep, ISearchSource, IMenuBadge, IAuditSubjects, ICustomerTimelineSource, ICustomerNextActions, ICustomerAction, IServiceAdministrators
    {
        int IHomeTile.Order => 1;

        int IFirstDayStep.Order => 1;

        int ISearchSource.Order => 1;

        string IMenuBadge.Url => "/reports";

        IReadOnlyCollection<string> IAuditSubjects.Kinds => ["SignedOn"];

        string ICustomerAction.Icon => "x";

        string ICustomerAction.Text => throw fault;

        Task<HomeTile?> IHomeTile.GetAsync(CancellationToken cancel) => throw fault;

        Task<FirstDayStep> IFirstDayStep.GetAsync(CancellationToken cancel) => throw fault;

        Task<IReadOnlyList<SearchHit>> ISearchSource.FindAsync(string text, int take, CancellationToken cancel) => throw fault;

        Task<int> IMenuBadge.CountAsync(CancellationToken cancel) => throw fault;

        Task<IReadOnlyDictionary<string, AuditSubject>> IAuditSubjects.FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel) => throw fault;

        Task<IReadOnlyList<TimelineEntry>> ICustomerTimelineSource.GetAsync(Guid customerId, PageKey? before, int take, CancellationToken cancel) => throw fault;

        Task<IReadOnlyList<CustomerNextAction>> ICustomerNextActions.GetAsync(Guid customerId, int take, CancellationToken cancel) => throw fault;

        string ICustomerAction.UrlFor(Guid customerId) => throw fault;

        Task<IReadOnlyList<Guid>> IServiceAdministrators.AppointableAsync(CancellationToken cancel) => throw fault;
    }
}
