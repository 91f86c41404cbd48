using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Accounts;

namespace SalesSupport.GroupwareSync.Settings;

/// <summary>How accounts in the groupware are called.</summary>
internal enum NameRule
{
    Login,
    Mail,
    Pattern,
}

/// <summary>Servers to which a password may go without TLS: <c>Groupware:HttpHosts</c>, by the operator.</summary>
internal sealed record PlainHttp(IReadOnlyList<string> Hosts)
{
    public static PlainHttp From(IConfiguration configuration) => new(configuration.GetSection("Groupware:HttpHosts").Get<string[]>() ?? []);

    public bool Allows(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && Hosts.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase));
}

/// <summary>The form of the settings. A stored password is not shown; left empty it stays.</summary>
internal sealed class GroupwareForm
{
    private const string Login = "{login}";
    private const string Mail = "{mail}";

    public int? Version { get; set; }

    [Required]
    public bool? IsOn { get; set; }

    [PlainText(500)]
    public string? Address { get; set; }

    [Required]
    public NameRule? NameRule { get; set; }

    [PlainText(200)]
    public string? Pattern { get; set; }

    [Required]
    public Access? Access { get; set; }

    [PlainText(Account.LongestName)]
    public string? ServiceName { get; set; }

    [PlainText(200)]
    public string? ServicePassword { get; set; }

    public static GroupwareForm Of(Groupware? stored) => new()
    {
        Version = stored is null ? 0 : stored.Version + 1,
        IsOn = stored?.IsOn == true,
        Address = stored?.Address,
        NameRule = stored?.AccountNames switch { null or Login => Settings.NameRule.Login, Mail => Settings.NameRule.Mail, _ => Settings.NameRule.Pattern },
        Pattern = stored?.AccountNames is null or Login or Mail ? null : stored.AccountNames,
        Access = stored?.Access ?? Settings.Access.ServiceAccount,
        ServiceName = stored?.ServiceName,
    };

    /// <exception cref="RuleBroken">Something is missing, or the address is none that may be called.</exception>
    public Groupware.Wish Wish(Groupware? stored, PlainHttp plain, Secrets secrets)
    {
        var address = Address is { Length: > 0 } typed ? Checked(typed, plain) : null;
        if (address is null && IsOn == true)
        {
            throw new RuleBroken("AddressMissing", nameof(Address));
        }

        var names = NameRule switch { Settings.NameRule.Login => Login, Settings.NameRule.Mail => Mail, _ => Pattern ?? "" };
        // One account for all would put everybody's entries into one calendar.
        if (!names.Contains(Login, StringComparison.Ordinal) && !names.Contains(Mail, StringComparison.Ordinal))
        {
            throw new RuleBroken("PatternInvalid", nameof(Pattern));
        }

        var service = Access == Settings.Access.ServiceAccount;
        if (service && IsOn == true && ServiceName is not { Length: > 0 })
        {
            throw new RuleBroken("ServiceNameMissing", nameof(ServiceName));
        }

        var moves = IsElsewhere(stored, address);
        if (service && IsOn == true && ServicePassword is not { Length: > 0 } && (stored?.ServiceSecret is null || moves || stored.ServiceName != ServiceName))
        {
            throw new RuleBroken("ServicePasswordMissing", nameof(ServicePassword));
        }

        return new Groupware.Wish(IsOn == true, Address ?? "", Access!.Value, names, ServiceName, ServicePassword is { Length: > 0 } secret ? secrets.Hide(secret) : null, moves);
    }

    // A stored password must not be had by naming a server of one's own, nor by naming none in between.
    private static bool IsElsewhere(Groupware? stored, Uri? address) =>
        stored is not null && (Uri.TryCreate(stored.Address, UriKind.Absolute, out var before) ? before.GetLeftPart(UriPartial.Authority) : null) != address?.GetLeftPart(UriPartial.Authority);

    private static Uri Checked(string typed, PlainHttp plain)
    {
        if (!Uri.TryCreate(typed, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || address.Fragment.Length > 0 || address.Query.Length > 0)
        {
            throw new RuleBroken("AddressInvalid", nameof(Address));
        }

        return plain.Allows(address) ? address : throw new RuleBroken("AddressNotSafe", nameof(Address));
    }
}

/// <summary>One person's account that the rule does not give.</summary>
internal sealed class ExceptionForm
{
    [Required]
    public Guid? UserId { get; set; }

    /// <summary>Empty: as the rule says again.</summary>
    [PlainText(Account.LongestName)]
    public string? Name { get; set; }
}

/// <summary>The page.</summary>
/// <param name="Form">As stored or typed.</param>
/// <param name="Stored">As stored; null before the first save.</param>
/// <param name="People">Everybody.</param>
/// <param name="Accounts">Those of whom there is something to say.</param>
/// <param name="Exception">The small form.</param>
/// <param name="UserId">Who is asking.</param>
internal sealed record GroupwarePage(GroupwareForm Form, Groupware? Stored, PeopleBook People, IReadOnlyList<Account> Accounts, ExceptionForm Exception, Guid UserId);
