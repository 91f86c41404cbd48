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
            foreach (var address in new[] { "/", $"/search?q={Uri.EscapeDataString("佐藤")}", "/settings/audit", $"/customers/{member.MadeCustomers[0].Id}", "/portal", "/reports" })
            {
                var page = await browser.GetAsync(address);
                Assert.True(page.Status == HttpStatusCode.OK, $"{fault.GetType().Name} {address}: {page.Status}");
                Assert.Single(page.Document.QuerySelectorAll("h1"));
            }
        }
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
