using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contracts;

namespace SalesSupport.Customers.Contacts;

/// <summary>What people write about a contact person.</summary>
internal sealed record ContactDetails(
    string Name,
    string? Kana = null,
    string? Department = null,
    string? Title = null,
    string? Phone = null,
    string? Mobile = null,
    string? Email = null,
    string? Note = null,
    bool Left = false);

/// <summary>先方担当者, a person at a customer.</summary>
internal sealed class Contact : Entity, ITenantOwned
{
    private Contact()
    {
    }

    public Guid Id { get; init; }

    public Guid TenantId { get; private set; }

    public Guid CompanyId { get; private init; }

    public string Name { get; private set; } = "";

    public string Kana { get; private set; } = "";

    public string Department { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string Phone { get; private set; } = "";

    public string Mobile { get; private set; } = "";

    public string Email { get; private set; } = "";

    public string Note { get; private set; } = "";

    /// <summary>退職 or moved on: no longer offered, still named in old reports.</summary>
    public bool Left { get; private set; }

    /// <summary>Name, reading, numbers and mail address, folded, one a line; what a search for people compares.</summary>
    [NotAudited("follows from the rest")]
    public string SearchKey { get; private set; } = "";

    public static Contact Register(Guid id, Guid companyId, ContactDetails details)
    {
        var contact = new Contact { Id = id, CompanyId = companyId };
        contact.Take(details);
        contact.Record(new ContactRegistered(id, companyId, contact.Name, contact.TitleOrNull));
        return contact;
    }

    public void Change(ContactDetails details)
    {
        var (name, title, left) = (Name, Title, Left);
        Take(details);
        if (name != Name || title != Title)
        {
            Record(new ContactRenamed(Id, CompanyId, Name, TitleOrNull));
        }

        if (left != Left)
        {
            Record(Left ? new ContactLeft(Id, CompanyId) : new ContactReturned(Id, CompanyId));
        }
    }

    /// <summary>Says that it goes; the caller removes the row.</summary>
    public void Remove() => Record(new ContactRemoved(Id, CompanyId));

    /// <summary>元に戻す: it is there again as it was; the caller adds the row.</summary>
    public void Restore()
    {
        Record(new ContactRestored(Id, CompanyId, Name, TitleOrNull));
        if (Left)
        {
            Record(new ContactLeft(Id, CompanyId));
        }
    }

    private string? TitleOrNull => Title.Length == 0 ? null : Title;

    /// <summary>The rules of its fields one by one, so that a form can say at once all that is wrong.</summary>
    public static IEnumerable<Action> Rules(ContactDetails details) =>
        [() => TypedNumber.Phone(details.Phone), () => TypedNumber.Phone(details.Mobile, nameof(Mobile)), () => MailAddress(details.Email)];

    private static string MailAddress(string? typed)
    {
        var email = (typed ?? "").Normalize(System.Text.NormalizationForm.FormKC);
        return email.Length > 0 && (email.IndexOf('@', StringComparison.Ordinal) is < 1 || email.EndsWith('@') || email.Any(c => char.IsWhiteSpace(c) || c is '<' or '>' or ',' or '"'))
            ? throw new RuleBroken("EmailInvalid", nameof(Email))
            : email;
    }

    private void Take(ContactDetails details)
    {
        var (phone, mobile) = (TypedNumber.Phone(details.Phone), TypedNumber.Phone(details.Mobile, nameof(Mobile)));
        var email = MailAddress(details.Email);
        Name = details.Name;
        Kana = CompanyName.Cut(CompanyName.Kana(details.Kana), 60);
        Department = details.Department ?? "";
        Title = details.Title ?? "";
        Phone = phone;
        Mobile = mobile;
        Email = CompanyName.Cut(email, 254);
        Note = details.Note ?? "";
        Left = details.Left;
        SearchKey = CompanyName.Cut(string.Join('\n', SearchText.Fold(Name), SearchText.Fold(Kana), TypedNumber.Digits(Phone), TypedNumber.Digits(Mobile), SearchText.Fold(Email)), 240);
    }
}
