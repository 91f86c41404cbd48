using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

[Requirement("R14")]
public sealed class AppointmentTests
{
    [Fact]
    public async Task Only_when_every_administrator_is_suspended_a_portal_administrator_appoints_somebody_registered()
    {
        await using var host = await TestHost.StartAsync();
        var people = await host.JoinPortalAsync("alpha", 4);
        using var first = await host.SignOnAsync("alpha", "p1");        // becomes administrator of SalesSupport
        using var second = await host.SignOnAsync("alpha", "p2");
        using var portal = await host.PortalAsync("alpha", "p0");
        var (administrator, registered, stranger) = (people[1].PortalId, people[2].PortalId, people[3].PortalId);

        Assert.Null(Button(await portal.GetAsync($"/portal/users/{registered}")));
        Assert.Equal(HttpStatusCode.Conflict, (await portal.PostAsync($"/portal/users/{registered}/appointment")).Status);
        Assert.Equal(UserLevel.General, (await host.UserAsync("alpha", "02")).Level);

        await host.SuspendAsync("alpha", "p0", administrator);
        Assert.Contains("全員利用停止中", (await portal.GetAsync("/portal")).Text, StringComparison.Ordinal);
        Assert.Null(Button(await portal.GetAsync($"/portal/users/{stranger}")));
        Assert.Equal(HttpStatusCode.Conflict, (await portal.PostAsync($"/portal/users/{stranger}/appointment")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await portal.PostAsync($"/portal/users/{administrator}/appointment")).Status);
        using (var general = await host.PortalAsync("alpha", "p2"))
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await general.PostAsync($"/portal/users/{registered}/appointment")).Status);
        }

        var page = await portal.GetAsync($"/portal/users/{registered}");
        page = await portal.SubmitAsync(page, page.Form($"/portal/users/{registered}/appointment"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(UserLevel.Administrator, (await host.UserAsync("alpha", "02")).Level);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/settings/users")).Status);
        Assert.Null(Button(page));
        var actors = await host.InMemberAsync("alpha", db => db.Database.SqlQuery<string>($"SELECT \"Actor\" AS \"Value\" FROM \"House_Audit\" WHERE \"Action\" IN ('ServiceAdministratorAppointed', 'User.Changed') AND \"Changes\" IS NULL OR \"Changes\" LIKE '%Level General%'").ToListAsync(People.Cancel));
        Assert.Contains("Portal:社員 00", actors);

        AngleSharp.Dom.IElement? Button(Page shown) => shown.Document.QuerySelector("form[action$='/appointment']");
    }
}
