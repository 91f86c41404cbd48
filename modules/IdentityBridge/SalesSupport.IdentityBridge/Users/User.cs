using SalesSupport.Abstractions;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.IdentityBridge;

/// <summary>A portal account that has signed in at least once (R11). Who it is comes from the portal; level, department, superior and deputy are kept here.</summary>
internal sealed class User : Entity, ITenantOwned
{
    public const int LoginLength = 255;
    public const int MailLength = 254;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; private set; }

    /// <summary>Name of the portal in configuration. With <see cref="Subject"/> it is who the user is: the same subject of another portal is somebody else.</summary>
    public required string Portal { get; init; }

    /// <summary>The portal's <c>sub</c> claim.</summary>
    public required string Subject { get; init; }

    public string Name { get; private set; } = "";

    public string Kana { get; private set; } = "";

    /// <summary>What the portal lets them type at its sign-on, as it said last (<c>preferred_username</c>).</summary>
    [NotAudited("the portal's word, not a change made here")]
    public string? Login { get; private set; }

    [NotAudited("the portal's word, not a change made here")]
    public string? Mail { get; private set; }

    public UserLevel Level { get; private set; }

    /// <summary>Suspended in the portal: still registered and billed (R16).</summary>
    public bool Suspended { get; private set; }

    public Guid? DepartmentId { get; private set; }

    public Guid? SuperiorId { get; private set; }

    public Guid? DeputyId { get; private set; }

    public DateTimeOffset RegisteredAt { get; private init; }

    public static User Register(PortalAccount account, UserLevel level, DateTimeOffset now)
    {
        var user = new User { Portal = account.Portal, Subject = account.Subject, Name = account.Name, Kana = account.Kana, Level = level, RegisteredAt = now };
        user.Record(new UserRegistered(user.Id, user.Name, level == UserLevel.Administrator));
        return user;
    }

    /// <summary>A user of the sample data, whose id the other modules' sample rows name.</summary>
    public static User Sample(SamplePerson person, DateTimeOffset now) => new()
    {
        Id = person.Id,
        Portal = Portals.Embedded,
        Subject = person.PortalId.ToString(),
        Name = person.Name,
        Kana = person.Kana,
        Login = person.Login,
        Level = person.Administrator ? UserLevel.Administrator : UserLevel.General,
        RegisteredAt = now,
    };

    /// <summary>Sessions of theirs were ended from here.</summary>
    public void SessionsWereEnded() => Record(new UserSessionsEnded(Id, Portal, Subject));

    public void Rename(string name, string kana)
    {
        if (name != Name)
        {
            Name = name;
            Record(new UserRenamed(Id, name));
        }

        Kana = kana;
    }

    /// <summary>What the portal says today; what it does not say it has not taken back.</summary>
    public void IsKnownAs(string? login, string? mail) => (Login, Mail) = (login ?? Login, mail ?? Mail);

    /// <summary>Changes the level (R14). Somebody who can sign in has to stay administrator.</summary>
    public void ChangeLevel(UserLevel level, PeopleBook people)
    {
        if (level == Level)
        {
            return;
        }

        if (level != UserLevel.Administrator && !people.All.Any(p => p.Id != Id && p is { Level: UserLevel.Administrator, Suspended: false }))
        {
            throw new RuleBroken("LastAdministrator", nameof(Level));
        }

        Level = level;
        Record(new UserLevelChanged(Id, level));
    }

    /// <summary>Says where in the organisation the user stands.</summary>
    public void Place(Guid? department, Guid? superior, Guid? deputy, PeopleBook people)
    {
        if (deputy == Id)
        {
            throw new RuleBroken("DeputyIsSelf", nameof(DeputyId));
        }

        // A circle of superiors would leave nobody whose approval is the last.
        var above = superior;
        for (var steps = 0; above is { } one && steps <= people.All.Count; steps++)
        {
            if (one == Id)
            {
                throw new RuleBroken(superior == Id ? "SuperiorIsSelf" : "SuperiorCircle", nameof(SuperiorId));
            }

            above = people.Find(one)?.SuperiorId;
        }

        if (superior != SuperiorId)
        {
            Record(new SuperiorChanged(Id, superior));
        }

        (DepartmentId, SuperiorId, DeputyId) = (department, superior, deputy);
    }

    /// <summary>
    /// They go (R17); the caller removes the row. Whose superior they were has their deputy instead, else nobody: what waits for them then waits for the deputy or an administrator and is not stuck (R27).
    /// </summary>
    /// <exception cref="RuleBroken">Oneself, the last administrator who can sign in, or a successor who cannot take over.</exception>
    public void Delete(Guid by, User? successor, IReadOnlyCollection<User> all)
    {
        if (Level == UserLevel.Administrator && !all.Any(u => u.Id != Id && u is { Level: UserLevel.Administrator, Suspended: false }))
        {
            throw new RuleBroken("LastAdministratorStays");
        }

        if (by == Id)
        {
            throw new RuleBroken("DeleteSelf");
        }

        if (successor is { Suspended: true } || successor?.Id == Id)
        {
            throw new RuleBroken("SuccessorInvalid", "Form.SuccessorId");
        }

        foreach (var user in all.Where(u => u.Id != Id))
        {
            user.Loses(this, all);
        }

        SessionsWereEnded();
        (SuperiorId, DeputyId) = (null, null);
        Record(new UserDeleted(Id, successor?.Id, new PortalLogin(Login, Mail)));
    }

    private void Loses(User gone, IReadOnlyCollection<User> all)
    {
        DeputyId = DeputyId == gone.Id ? null : DeputyId;
        if (SuperiorId != gone.Id)
        {
            return;
        }

        SuperiorId = gone.DeputyId is { } deputy && all.Any(u => u.Id == deputy && !u.Suspended) && !IsAbove(deputy, all) ? deputy : null;
        if (SuperiorId is not null)
        {
            Record(new SuperiorChanged(Id, SuperiorId));
        }
    }

    // Whether this user is the other one or a superior of theirs: the other way round it would be a circle.
    private bool IsAbove(Guid other, IReadOnlyCollection<User> all)
    {
        Guid? at = other;
        for (var steps = 0; at is { } one && steps <= all.Count; steps++)
        {
            if (one == Id)
            {
                return true;
            }

            at = all.FirstOrDefault(u => u.Id == one)?.SuperiorId;
        }

        return false;
    }

    public void Suspend()
    {
        if (!Suspended)
        {
            Suspended = true;
            Record(new UserSuspended(Id));
        }
    }

    public void Enable()
    {
        if (Suspended)
        {
            Suspended = false;
            Record(new UserEnabled(Id));
        }
    }
}
