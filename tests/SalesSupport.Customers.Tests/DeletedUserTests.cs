using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contracts;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.Customers.Tests;

/// <summary>Customers of a deleted user become 担当なし, or the successor's.</summary>
[Requirement("R17")]
public sealed class DeletedUserTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    public async Task Their_customers_change_hands_and_their_saved_lists_go()
    {
        var (ito, kato, yamada) = (IdOf("ito"), IdOf("kato"), IdOf("yamada"));
        var alone = await fixture.AddAsync(new CompanyDetails("担当なしになる会社", OwnerId: ito));
        var handed = await fixture.AddAsync(new CompanyDetails("引き継がれる会社", OwnerId: kato));
        using var browser = CustomersHost.SignOn(fixture.Host, fixture.Member, "ito");
        var page = await browser.GetAsync("/customers/views/new?rank=A");
        await browser.SubmitAsync(page, page.MainForm, ("Form.Name", "大事な顧客"));
        Assert.True(await fixture.DbAsync(db => db.Views.AnyAsync(v => v.UserId == ito && v.Name == "大事な顧客")));
        var views = await fixture.DbAsync(db => db.Views.CountAsync(v => v.UserId != ito && v.UserId != kato));
        var others = await fixture.DbAsync(db => db.Companies.CountAsync(c => c.OwnerId != null && c.OwnerId != ito && c.OwnerId != kato && c.OwnerId != yamada));

        await DeletedAsync(fixture.Member.TenantId, ito, null);
        await DeletedAsync(fixture.Member.TenantId, kato, yamada);
        Assert.Equal(0, await fixture.DbAsync(db => db.Companies.CountAsync(c => c.OwnerId == ito || c.OwnerId == kato)));
        Assert.Equal((null, yamada), (await OwnerAsync(alone), await OwnerAsync(handed)));
        Assert.Equal(others, await fixture.DbAsync(db => db.Companies.CountAsync(c => c.OwnerId != null && c.OwnerId != yamada)));
        Assert.Equal(0, await fixture.DbAsync(db => db.Views.CountAsync(v => v.UserId == ito)));
        Assert.Equal(views, await fixture.DbAsync(db => db.Views.CountAsync()));
        Assert.Contains(new CustomerOwnerChanged(handed, yamada), fixture.Heard.All);
    }

    [Fact]
    public async Task Another_members_user_of_the_same_id_keeps_theirs()
    {
        var sato = IdOf("sato");
        var mine = await fixture.AddAsync(new CompanyDetails("そのままの会社", OwnerId: sato));
        await DeletedAsync(fixture.Other.TenantId, sato, null);
        Assert.Equal(sato, await OwnerAsync(mine));
    }

    private Guid IdOf(string login) => fixture.Member.People.Single(p => p.Login == login).Id;

    private Task<Guid?> OwnerAsync(Guid company) => fixture.DbAsync(db => db.Companies.Where(c => c.Id == company).Select(c => c.OwnerId).SingleAsync());

    private Task DeletedAsync(Guid member, Guid user, Guid? successor) => fixture.Host.InScopeAsync(member, async services =>
    {
        await services.GetRequiredService<IUnitOfWork>().RunAsync(c => services.GetRequiredService<IMediator>().Publish(new UserDeleted(user, successor, new PortalLogin(null, null)), c), default);
        return 0;
    });
}
