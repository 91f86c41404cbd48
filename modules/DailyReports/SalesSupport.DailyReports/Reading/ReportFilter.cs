using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Reading;

/// <summary>Which list of reports: everybody's, or one of the inbox.</summary>
internal enum ReportList
{
    /// <summary>Everybody's reports as filtered, newest first.</summary>
    All,

    /// <summary>Reported to me and not read yet, oldest first.</summary>
    Unread,

    /// <summary>Waiting for my approval, oldest first.</summary>
    ToApprove,

    /// <summary>With comments that I have not read, newest first.</summary>
    Commented,

    /// <summary>My own that were returned, newest first.</summary>
    Returned,
}

/// <summary>What the list of everybody's reports is narrowed to; also says from which list a report was opened.</summary>
internal sealed class ReportFilter : IValidatableObject
{
    public ReportList List { get; set; }

    public Guid? Author { get; set; }

    /// <summary>The department and those below it.</summary>
    public Guid? Department { get; set; }

    /// <summary>With an activity on this customer.</summary>
    public Guid? Customer { get; set; }

    /// <summary>Its name, once <see cref="IsKnownAsync"/> has been asked.</summary>
    public string? CustomerName { get; private set; }

    public ReportState? State { get; set; }

    public DateOnly? Since { get; set; }

    public DateOnly? Until { get; set; }

    /// <summary>Only those in my inbox that I have not read.</summary>
    public bool Unread { get; set; }

    public bool IsNarrowed => Author is not null || Department is not null || Customer is not null || State is not null || Since is not null || Until is not null || Unread;

    /// <summary>False when it names somebody or something that this member does not have. No statement unless it names a customer.</summary>
    public async Task<bool> IsKnownAsync(DailyReportsDbContext db, PeopleBook book, CancellationToken cancel)
    {
        if ((Author is not null && book.Find(Author) is null) || (Department is not null && book.FindDepartment(Department) is null))
        {
            return false;
        }

        return Customer is not { } id || (CustomerName = await db.CustomerNames.Where(c => c.Id == id).Select(c => c.Name).SingleOrDefaultAsync(cancel)) is not null;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Until < Since ? [new ValidationResult(validationContext.GetRequiredService<IStringLocalizer<Texts>>()["UntilBeforeSince"], [nameof(Until)])] : [];

    public ReportFilter With(Action<ReportFilter> change)
    {
        var copy = (ReportFilter)MemberwiseClone();
        change(copy);
        return copy;
    }

    /// <summary>An address with this filter behind it.</summary>
    public string Address(string path, string? after = null)
    {
        (string Name, string? Value)[] query =
        [
            ("list", List == ReportList.All ? null : List.ToString()),
            ("author", Author?.ToString("N")),
            ("department", Department?.ToString("N")),
            ("customer", Customer?.ToString("N")),
            ("state", State?.ToString()),
            ("since", Since?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("until", Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("unread", Unread ? "true" : null),
            ("after", after),
        ];
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                path = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
            }
        }

        return path;
    }
}
