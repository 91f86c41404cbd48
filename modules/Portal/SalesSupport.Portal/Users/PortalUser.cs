using SalesSupport.Abstractions;
using SalesSupport.Portal.Contracts;

namespace SalesSupport.Portal.Users;

/// <summary>An account of the portal. Its id is the <c>sub</c> that SalesSupport knows the person by, so it is never given to anybody else.</summary>
internal sealed class PortalUser : Entity, ITenantOwned
{
    /// <summary>An initial password that nobody has used by then is worth nothing to whoever finds it.</summary>
    public static readonly TimeSpan InitialPasswordLife = TimeSpan.FromDays(14);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; private set; }

    /// <summary>ユーザID, in lower case, unique within the member.</summary>
    public string Login { get; private init; } = "";

    public string Name { get; private set; } = "";

    public string Kana { get; private set; } = "";

    public string? Email { get; private set; }

    public string PasswordHash { get; private set; } = "";

    /// <summary>Until when the initial password works; null once the person has chosen their own.</summary>
    public DateTimeOffset? InitialPasswordUntil { get; private set; }

    /// <summary>Portal administrator; says nothing about the level in SalesSupport (R13).</summary>
    public bool Administrator { get; private set; }

    public bool Suspended { get; private set; }

    public bool MustChangePassword => InitialPasswordUntil is not null;

    /// <summary>Registers somebody with an initial password that has to be changed at the first sign-on.</summary>
    public static PortalUser Register(string login, string name, string? kana, string? email, bool administrator, string passwordHash, DateTimeOffset now, Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(),
        Login = Normalise(login),
        Name = name,
        Kana = kana ?? "",
        Email = email,
        Administrator = administrator,
        PasswordHash = passwordHash,
        InitialPasswordUntil = now + InitialPasswordLife,
    };

    /// <summary>For sample data: a person who chose the password long ago.</summary>
    public static PortalUser Sample(SamplePerson person, string passwordHash) => new()
    {
        Id = person.PortalId,
        Login = Normalise(person.Login),
        Name = person.Name,
        Kana = person.Kana,
        Administrator = person.Administrator,
        PasswordHash = passwordHash,
    };

    public static string Normalise(string? typed) => (typed ?? "").Trim().ToLowerInvariant();

    public static bool IsLogin(string text) => text.Length is >= 2 and <= 60 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '@' or '-');

    /// <summary>What an administrator changes about a person.</summary>
    /// <param name="memberId">The member, for the fact.</param>
    /// <param name="name">The name.</param>
    /// <param name="kana">Its reading, or null.</param>
    /// <param name="email">Mail address, or null.</param>
    /// <param name="administrator">Whether portal administrator from now on.</param>
    /// <param name="others">How many other portal administrators can sign on; counted in the same transaction, else two could demote each other.</param>
    /// <exception cref="RuleBroken">The last administrator would be lost.</exception>
    public void Edit(string memberId, string name, string? kana, string? email, bool administrator, int others)
    {
        if (Administrator && !administrator && !Suspended && others == 0)
        {
            throw new RuleBroken("LastAdministrator", nameof(Administrator));
        }

        if (Name != name || Kana != (kana ?? ""))
        {
            Name = name;
            Kana = kana ?? "";
            Record(new PortalUserRenamed(memberId, Id, Name, Kana));
        }

        Email = email;
        Administrator = administrator;
    }

    /// <summary>Stops the person from signing on, at once (R16).</summary>
    /// <exception cref="RuleBroken">It is oneself, or the last administrator.</exception>
    public void Suspend(string memberId, Guid by, int others)
    {
        if (by == Id)
        {
            throw new RuleBroken("NotOneself");
        }

        if (Administrator && others == 0)
        {
            throw new RuleBroken("LastAdministrator");
        }

        if (!Suspended)
        {
            Suspended = true;
            Record(new PortalUserSuspended(memberId, Id));
        }
    }

    public void Enable(string memberId)
    {
        if (Suspended)
        {
            Suspended = false;
            Record(new PortalUserEnabled(memberId, Id));
        }
    }

    /// <summary>Makes the person administrator of SalesSupport, where that is allowed (R14); here it changes nothing (R13).</summary>
    public void AppointServiceAdministrator(string memberId) => Record(new ServiceAdministratorAppointed(memberId, Id));

    public void ResetPassword(string memberId, string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        InitialPasswordUntil = now + InitialPasswordLife;
        Record(new PortalPasswordChanged(memberId, Id));
    }

    public void ChoosePassword(string memberId, string passwordHash)
    {
        PasswordHash = passwordHash;
        InitialPasswordUntil = null;
        Record(new PortalPasswordChanged(memberId, Id));
    }
}
