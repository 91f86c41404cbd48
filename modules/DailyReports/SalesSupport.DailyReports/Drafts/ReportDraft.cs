using SalesSupport.Abstractions;
using SalesSupport.DailyReports.ReportForms;

namespace SalesSupport.DailyReports.Drafts;

/// <summary>
/// A form as it stands in somebody's browser, kept every few seconds exactly as typed, also when it cannot be read as a report yet ("25:99"), so that nothing typed is ever
/// lost. Cleared when the form is saved or submitted.
/// </summary>
[NotAudited("Typing is not a change; saving is")]
internal sealed class ReportDraft : Entity, ITenantOwned
{
    public const int MostCharacters = 600_000;

    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AuthorId { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>The form's fields as JSON.</summary>
    public string Form { get; private set; } = "";

    public DateTimeOffset SavedAt { get; private set; }

    /// <summary>How often it was kept, from 1. A browser says which one it goes on from, so that two tabs do not overwrite each other.</summary>
    public int Number { get; private set; }

    /// <summary>The page that kept it last.</summary>
    public Guid Tab { get; private set; }

    public void Keep(ReportForm form, DateTimeOffset now)
    {
        Form = form.ToJson();
        Tab = form.Tab;
        SavedAt = now;
        Number++;
    }

    /// <summary>Whether somewhere else something was kept that this form does not know of.</summary>
    public bool IsNewerThan(ReportForm form) => Number != form.Version && (Tab != form.Tab || form.Tab == Guid.Empty) && Form != form.ToJson();
}
