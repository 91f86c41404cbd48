namespace SalesSupport.Abstractions;

/// <summary>Says what the rows of the audit are about (対象). A slot: each module names its own things. One that throws leaves its rows without a name and is logged.</summary>
public interface IAuditSubjects
{
    /// <summary>The kinds it names: an entity (<c>Company</c>), a setting (<c>CompanyCalendar</c>) or a whole action (<c>SignedOn</c>).</summary>
    IReadOnlyCollection<string> Kinds { get; }

    /// <summary>Names those of one page's subjects that still exist; at most one statement. What is not in the answer is shown as gone.</summary>
    /// <param name="subjects">As the rows have them: an entity's id, or what the action named. Each once.</param>
    /// <param name="cancel">Cancels.</param>
    Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel);
}

/// <summary>What a row of the audit is about.</summary>
/// <param name="Title">Its name in the user's language.</param>
/// <param name="Url">Its page, or null where the reader of the audit may not open it.</param>
public sealed record AuditSubject(string Title, string? Url)
{
    /// <summary>Those subjects that are ids.</summary>
    public static IReadOnlyList<Guid> Ids(IEnumerable<string> subjects) => [.. subjects.Select(s => Guid.TryParse(s, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];
}
