using SalesSupport.GroupwareSync.CalDav;

namespace SalesSupport.GroupwareSync.Tests.Servers;

/// <summary>From what a person types to the calendar, on the real servers.</summary>
[Trait("Bar", "groupware")]
[Trait("Engine", "Sqlite")]       // once is enough: no database is asked
[Requirement("R92")]
public sealed class DiscoveryTests(RealServers servers)
{
    [Theory]
    [InlineData("Radicale", "/")]
    [InlineData("Radicale", "/{0}/")]
    [InlineData("Radicale", "/{0}/calendar/")]
    [InlineData("Sogo", "/")]
    [InlineData("Sogo", "/SOGo/")]
    [InlineData("Sogo", "/SOGo/dav/")]
    [InlineData("Sogo", "/SOGo/dav/{0}")]
    [InlineData("Sogo", "/SOGo/dav/{0}/Calendar/personal/")]
    [InlineData("Xandikos", "/")]
    [InlineData("Xandikos", "/user/")]
    public async Task A_calendar_is_found_from_any_address_of_its_server(string name, string typed)
    {
        var server = await servers[name];
        var user = await servers.AccountAsync(server);
        var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, typed, user);
        var found = await Discovery.FindAsync(await servers.ClientAsync(server, user, new Uri(server.Address, path)), user, default);
        Assert.Equal(new Uri(server.Address, server.CalendarPath(user)), found.Address);
        Assert.NotEmpty(found.Name);
    }

    [Theory]
    [InlineData("Radicale", "/")]
    [InlineData("Radicale", "/{user}/")]
    [InlineData("Radicale", "/{user}/calendar/")]
    [InlineData("Sogo", "/")]
    [InlineData("Sogo", "/SOGo/dav/{user}/")]
    [InlineData("Sogo", "/SOGo/dav/{user}/Calendar/personal/")]
    public async Task A_service_account_finds_other_peoples_calendars_and_never_its_own_instead(string name, string typed)
    {
        var server = await servers[name];
        var user = await servers.AccountAsync(server);
        var client = await servers.ClientAsync(server, server.Service, new Uri(server.Address, typed));
        Assert.Equal(new Uri(server.Address, server.CalendarPath(user)), (await Discovery.FindAsync(client, user, default)).Address);
        Assert.Equal(DavTroubleKind.NoAccount, (await Assert.ThrowsAsync<DavTrouble>(() => Discovery.FindAsync(client, "gibtesnicht", default))).Kind);
    }

    [Theory]
    [InlineData("Radicale", "wrong")]
    [InlineData("Sogo", "wrong")]
    [InlineData("Radicale", "")]
    [InlineData("Sogo", "")]
    public async Task A_wrong_password_is_named(string name, string password)
    {
        var server = await servers[name];
        var user = await servers.AccountAsync(server);
        var client = await servers.ClientAsync(server, user, password: password);
        var trouble = await Assert.ThrowsAsync<DavTrouble>(() => Discovery.FindAsync(client, user, default));
        Assert.Equal((DavTroubleKind.PasswordWrong, DavConcern.Account), (trouble.Kind, trouble.Concern));
    }

    [Theory]
    [InlineData("Radicale")]
    [InlineData("Sogo")]
    [Requirement("R31")]
    public async Task An_account_that_does_not_exist_yet_looks_like_a_wrong_password_and_works_once_it_does(string name)
    {
        var server = await servers[name];
        var client = await servers.ClientAsync(server, "later", password: "later");
        Assert.Equal(DavTroubleKind.PasswordWrong, (await Assert.ThrowsAsync<DavTrouble>(() => Discovery.FindAsync(client, "later", default))).Kind);
        var service = await servers.ClientAsync(server, server.Service);
        Assert.Equal(DavTroubleKind.NoAccount, (await Assert.ThrowsAsync<DavTrouble>(() => Discovery.FindAsync(service, "later", default))).Kind);
        await server.AddAccountAsync("later", "later");
        Assert.Equal(new Uri(server.Address, server.CalendarPath("later")), (await Discovery.FindAsync(client, "later", default)).Address);
        Assert.Equal(new Uri(server.Address, server.CalendarPath("later")), (await Discovery.FindAsync(service, "later", default)).Address);
    }

    [Theory]
    [InlineData("Radicale")]
    [InlineData("Sogo")]
    public async Task A_password_that_was_changed_there_is_wrong_from_then_on_and_the_new_one_right(string name)
    {
        var server = await servers[name];
        var user = await servers.AccountAsync(server);
        var before = await servers.ClientAsync(server, user);
        await Discovery.FindAsync(before, user, default);
        await server.SetPasswordAsync(user, "new");
        await Eventually.IsAsync(async () => await Record.ExceptionAsync(() => Discovery.FindAsync(before, user, default)) is DavTrouble { Kind: DavTroubleKind.PasswordWrong }, "the old password");
        await Discovery.FindAsync(await servers.ClientAsync(server, user), user, default);
    }

    [Fact]
    public async Task An_account_without_a_calendar_is_named()
    {
        var server = await servers["Radicale"];
        await server.SetPasswordAsync("empty", "empty");
        Assert.Equal(DavTroubleKind.NoCalendar, (await Assert.ThrowsAsync<DavTrouble>(async () => await Discovery.FindAsync(await servers.ClientAsync(server, "empty"), "empty", default))).Kind);
    }

    [Fact]
    public async Task A_calendar_that_may_only_be_read_or_not_even_that_is_none()
    {
        var server = await servers["Sogo"];
        var (mine, theirs) = (await servers.AccountAsync(server), await servers.AccountAsync(server));
        var client = await servers.ClientAsync(server, mine, new Uri(server.Address, "/SOGo/dav/{user}/"));
        Assert.Equal(DavTroubleKind.NoCalendar, (await Assert.ThrowsAsync<DavTrouble>(() => Discovery.FindAsync(client, theirs, default))).Kind);
    }

    [Fact]
    public async Task A_web_server_that_is_no_groupware_is_named()
    {
        await using var web = await ChatServer.StartAsync();
        var client = DavClient.Of(await servers.ClientsAsync(), new Uri(web.Address), "hanako", "password");
        Assert.Equal(DavTroubleKind.NotCalDav, (await Assert.ThrowsAsync<DavTrouble>(() => Discovery.FindAsync(client, "hanako", default))).Kind);
    }
}
