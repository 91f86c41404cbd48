using Microsoft.Extensions.DependencyInjection;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.IdentityBridge.Tests;

/// <summary>By which names the portal knows people, for those who look for their accounts elsewhere.</summary>
public sealed class PortalLoginTests
{
    [Fact]
    [Trait("Bar", "groupware")]
    public async Task The_name_that_is_typed_at_the_embedded_portal_is_known_after_the_first_sign_in()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 2);
        using (await host.SignOnAsync("alpha", "p1"))
        {
        }

        var user = await host.UserAsync("alpha", "01");
        Assert.Equal(new PortalLogin("p1", null), Assert.Single(await FindAsync(host, "portal", "alpha", user.Id)).Value);
    }

    [Fact]
    [Trait("Bar", "groupware")]
    public async Task What_another_portal_says_follows_each_sign_in_and_what_it_does_not_say_stays()
    {
        await using var portal = await RealPortal.StartAsync();
        await using var host = await TestHost.StartAsync(settings: RealPortal.Settings(("north", portal)));
        Assert.Null(await LoginAsync());
        (portal.Person["preferred_username"], portal.Person["email"]) = ("yamamoto", "yamamoto@example.jp");
        Assert.Equal(new PortalLogin("yamamoto", "yamamoto@example.jp"), await LoginAsync());
        portal.Person["preferred_username"] = "kei\u202e";       // nothing that nobody can see: it would be somebody else's account
        portal.Person.Remove("email");
        Assert.Equal(new PortalLogin("yamamoto", "yamamoto@example.jp"), await LoginAsync());
        portal.Person["preferred_username"] = "kei";
        Assert.Equal(new PortalLogin("kei", "yamamoto@example.jp"), await LoginAsync());
        (portal.Person["email"], portal.Person["email_verified"]) = ("somebody-else@example.jp", false);
        Assert.Equal(new PortalLogin("kei", "yamamoto@example.jp"), await LoginAsync());
        (portal.Person["email"], portal.Person["email_verified"]) = ("kei@example.jp", true);
        Assert.Equal(new PortalLogin("kei", "kei@example.jp"), await LoginAsync());

        async Task<PortalLogin?> LoginAsync()
        {
            using var browser = host.NewBrowser();
            await browser.GetAsync("/me");
            var tenant = Abstractions.TenantScope.IdOf("north", "alpha");
            var id = await host.InScopeAsync(tenant, async s => (await s.GetRequiredService<Abstractions.IPeople>().GetAsync(People.Cancel)).All.Single().Id);
            return (await FindAsync(host, "north", "alpha", id)).GetValueOrDefault(id);
        }
    }

    [Fact]
    public async Task Nobody_is_told_of_another_members_people()
    {
        await using var host = await TestHost.StartAsync();
        var (akane, asagi) = (await host.AddMemberAsync("akane"), await host.AddMemberAsync("asagi"));
        var ids = akane.People.Concat(asagi.People).Select(p => p.Id).ToArray();
        Assert.Equal(akane.People.Select(p => p.Id).Order(), (await FindAsync(host, "portal", "akane", ids)).Keys.Order());
    }

    private static Task<IReadOnlyDictionary<Guid, PortalLogin>> FindAsync(TestHost host, string portal, string member, params Guid[] ids) =>
        host.InScopeAsync(Abstractions.TenantScope.IdOf(portal, member), s => s.GetRequiredService<IPortalLogins>().FindAsync(ids, People.Cancel));
}
