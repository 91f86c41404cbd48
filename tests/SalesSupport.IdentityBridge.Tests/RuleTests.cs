using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

public sealed class RuleTests
{
    private static readonly PeopleBook Nobody = new([], []);

    [Fact]
    [Requirement("R14")]
    public void The_last_administrator_who_can_sign_in_stays_administrator()
    {
        var (a, b) = (Account("a", UserLevel.Administrator), Account("b", UserLevel.Administrator));
        a.ChangeLevel(UserLevel.General, Book(a, b));
        Assert.Equal("LastAdministrator", Assert.Throws<RuleBroken>(() => b.ChangeLevel(UserLevel.General, Book(a, b))).Key);
        a.ChangeLevel(UserLevel.Administrator, Book(a, b));
        a.Suspend();
        Assert.Equal("LastAdministrator", Assert.Throws<RuleBroken>(() => b.ChangeLevel(UserLevel.General, Book(a, b))).Key);
        Assert.Equal(UserLevel.Administrator, b.Level);
    }

    [Fact]
    [Requirement("R27")]
    public void Nobody_is_their_own_superior_directly_or_in_a_circle()
    {
        var (a, b, c) = (Account("a"), Account("b"), Account("c"));
        a.Place(null, b.Id, null, Book(a, b, c));
        b.Place(null, c.Id, null, Book(a, b, c));
        Assert.Equal("SuperiorCircle", Assert.Throws<RuleBroken>(() => c.Place(null, a.Id, null, Book(a, b, c))).Key);
        Assert.Equal("SuperiorIsSelf", Assert.Throws<RuleBroken>(() => c.Place(null, c.Id, null, Book(a, b, c))).Key);
        Assert.Equal("DeputyIsSelf", Assert.Throws<RuleBroken>(() => c.Place(null, null, c.Id, Book(a, b, c))).Key);
        c.Place(null, null, a.Id, Book(a, b, c));
        Assert.Equal(a.Id, c.DeputyId);
    }

    [Fact]
    public void A_department_has_its_own_name_among_its_siblings_and_never_stands_below_itself()
    {
        var all = new List<Department>();
        Department Add(string name, Guid? parent)
        {
            all.Add(Department.Add(name, parent, all));
            return all[^1];
        }

        var east = Add("東日本", null);
        var first = Add("第一課", east.Id);
        var west = Add("西日本", null);
        Add("第一課", west.Id);
        Assert.Equal("DepartmentNameTaken", Assert.Throws<RuleBroken>(() => Add("第一課", east.Id)).Key);
        Assert.Equal("DepartmentBelowItself", Assert.Throws<RuleBroken>(() => east.Change("東日本", first.Id, all)).Key);
        Assert.Equal("DepartmentBelowItself", Assert.Throws<RuleBroken>(() => east.Change("東日本", east.Id, all)).Key);
        west.MoveBy(-1, all);
        Assert.True(west.Position < east.Position);
        west.MoveBy(-1, all);
        Assert.True(west.Position < east.Position, "the first stays first");
        Assert.Equal("DepartmentHasPeople", Assert.Throws<RuleBroken>(() => east.Close(3, 1)).Key);
        Assert.Equal("DepartmentHasDepartments", Assert.Throws<RuleBroken>(() => east.Close(0, 1)).Key);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge (Windows)")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari (iPhone)")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome (Android)")]
    [InlineData("curl/8", null)]
    [InlineData(null, null)]
    public void A_browser_is_called_what_people_call_it(string? agent, string? name) => Assert.Equal(name, BrowserName.Of(agent));

    private static User Account(string subject, UserLevel level = UserLevel.General) =>
        User.Register(new PortalAccount("portal", subject, "demo", "demo", subject, ""), level, DateTimeOffset.UnixEpoch);

    private static PeopleBook Book(params User[] users) => new(users.Select(u => new Person(u.Id, u.Name, u.Kana, u.DepartmentId, u.SuperiorId, u.DeputyId, u.Level, u.Suspended)), Nobody.Departments);
}
