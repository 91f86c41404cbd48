using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contracts;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Tests;

/// <summary>A host with two members. Who asks stands in a header, so that these tests need neither the portal nor a sign-on.</summary>
public sealed class CustomersHost : IAsyncLifetime
{
    internal TestHost Host { get; private set; } = null!;

    internal SampleMember Member { get; private set; } = null!;

    internal SampleMember Other { get; private set; } = null!;

    internal HeardFacts Heard => Host.Services.GetRequiredService<HeardFacts>();

    internal SuspendedPeople Suspended => Host.Services.GetRequiredService<SuspendedPeople>();

    internal TroubledTimeline Timeline => Host.Services.GetRequiredService<TroubledTimeline>();

    /// <summary>佐藤 美咲, a salesperson.</summary>
    internal SamplePerson Sato => Member.People.Single(p => p.Login == "sato");

    public async ValueTask InitializeAsync()
    {
        Host = await StartAsync();
        Member = await Host.AddMemberAsync("mita", customers: 60);
        Other = await Host.AddMemberAsync("umeda", customers: 5);
        Book.Members[Member.TenantId] = Member;
        Book.Members[Other.TenantId] = Other;
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    // Alone, without the modules that hear its facts, so that a fault here is a fault of this module.
    internal static Task<TestHost> StartAsync() => TestHost.StartAsync(settings: new Dictionary<string, string> { ["Modules:Disabled:0"] = "DailyReports" }, services: s =>
    {
        s.AddAuthentication(o =>
        {
            o.DefaultScheme = o.DefaultAuthenticateScheme = o.DefaultChallengeScheme = o.DefaultForbidScheme = Header.Name;
        }).AddScheme<AuthenticationSchemeOptions, Header>(Header.Name, null);
        foreach (var policy in new[] { Policies.User, Policies.Administrator, Policies.PortalUser, Policies.PortalAdministrator, Policies.Operator })
        {
            s.Configure<AuthorizationOptions>(o => o.AddPolicy(policy, p => p.AddAuthenticationSchemes(Header.Name).RequireClaim(TicketClaims.User)));
        }

        s.Replace(ServiceDescriptor.Scoped<IPeople, Book>());
        s.AddSingleton<HeardFacts>();
        s.AddSingleton<SuspendedPeople>();
        s.AddSingleton<TroubledTimeline>();
        s.AddSingleton<ICustomerTimelineSource>(sp => sp.GetRequiredService<TroubledTimeline>());
        s.AddScoped<INotificationHandler<CustomerRegistered>, Hear<CustomerRegistered>>();
        s.AddScoped<INotificationHandler<CustomerRenamed>, Hear<CustomerRenamed>>();
        s.AddScoped<INotificationHandler<CustomerOwnerChanged>, Hear<CustomerOwnerChanged>>();
        s.AddScoped<INotificationHandler<ContactRegistered>, Hear<ContactRegistered>>();
        s.AddScoped<INotificationHandler<ContactRenamed>, Hear<ContactRenamed>>();
        s.AddScoped<INotificationHandler<ContactRemoved>, Hear<ContactRemoved>>();
        s.AddScoped<INotificationHandler<ContactRestored>, Hear<ContactRestored>>();
    });

    internal static Browser SignOn(TestHost host, SampleMember member, string login = "sato")
    {
        var browser = host.NewBrowser();
        browser.Client.DefaultRequestHeaders.Add(Header.Name, $"{member.TenantId}/{member.People.Single(p => p.Login == login).Id}");
        return browser;
    }

    internal Browser SignOn(SampleMember? member = null) => SignOn(Host, member ?? Member);

    internal Task<T> DbAsync<T>(Func<CustomersDbContext, Task<T>> work) => Host.InScopeAsync(Member.TenantId, sp => work(sp.GetRequiredService<CustomersDbContext>()));

    internal async Task<Guid> AddAsync(CompanyDetails details, DateTimeOffset? at = null)
    {
        var company = Company.Register(Guid.CreateVersion7(), details, at ?? new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await DbAsync(db =>
        {
            db.Companies.Add(company);
            return db.SaveChangesAsync();
        });
        return company.Id;
    }

    internal async Task<string[]> PickAsync(string typed)
    {
        using var browser = SignOn();
        var page = await browser.GetAsync($"/customers/picker?q={Uri.EscapeDataString(typed)}");
        return [.. JsonDocument.Parse(page.Html).RootElement.EnumerateArray().Select(e => e.GetProperty("title").GetString()!)];
    }

    /// <summary>Steps that read a table through, of the statements since the log was cleared.</summary>
    internal IReadOnlyList<string> Scans() => QueryPlans.Scans(Host, Host.Statements.All);

    private sealed class Header(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        public const string Name = "X-Test-User";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers[Name].ToString().Split('/') is not [var tenant, var user])
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity([new(TicketClaims.Tenant, tenant), new(TicketClaims.User, user), new(TicketClaims.Name, "佐藤 美咲")], Name, TicketClaims.Name, null);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
        }
    }

    private sealed class Book(TenantScope scope, SuspendedPeople suspended) : IPeople
    {
        public static readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, SampleMember> Members = [];

        public Task<PeopleBook> GetAsync(CancellationToken cancel) => Task.FromResult(new PeopleBook(
            (Members.GetValueOrDefault(scope.Id)?.People ?? []).Select(p => new Person(p.Id, p.Name, p.Kana, null, null, null, UserLevel.General, Suspended: suspended.Ids.ContainsKey(p.Id))), []));
    }

    private sealed class Hear<T>(HeardFacts heard) : INotificationHandler<T>
        where T : INotification
    {
        public Task Handle(T notification, CancellationToken cancellationToken)
        {
            heard.All.Enqueue(notification);
            return Task.CompletedTask;
        }
    }
}

/// <summary>Facts that were published.</summary>
internal sealed class HeardFacts
{
    public System.Collections.Concurrent.ConcurrentQueue<object> All { get; } = new();
}

/// <summary>Whom the portal has suspended.</summary>
internal sealed class SuspendedPeople
{
    public System.Collections.Concurrent.ConcurrentDictionary<Guid, bool> Ids { get; } = new();
}

/// <summary>Another module's timeline, which can be made to fail.</summary>
internal sealed class TroubledTimeline : ICustomerTimelineSource
{
    public bool Fails { get; set; }

    public List<(Guid Customer, TimelineEntry Entry)> Entries { get; } = [];

    public Task<IReadOnlyList<TimelineEntry>> GetAsync(Guid customerId, PageKey? before, int take, CancellationToken cancel) => Fails
        ? throw new InvalidOperationException("planted fault")
        : Task.FromResult<IReadOnlyList<TimelineEntry>>([.. Entries.Where(e => e.Customer == customerId).Select(e => e.Entry)
            .Where(e => before is not { } key || e.Key.Date < key.Date || (e.Key.Date == key.Date && string.CompareOrdinal(e.Key.Id.ToString("N"), key.Id.ToString("N")) < 0))
            .OrderByDescending(e => e.Key.Date).ThenByDescending(e => e.Key.Id.ToString("N"), StringComparer.Ordinal).Take(take)]);
}
