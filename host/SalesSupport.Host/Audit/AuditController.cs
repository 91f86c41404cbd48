using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Audit;

/// <summary>監査: who changed what, when and from where, for the member's administrators.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/audit")]
public sealed class AuditController : Controller
{
    [HttpGet]
    public Task<IActionResult> Index(AuditFilter filter, CancellationToken cancel) => AuditPages.ShowAsync(this, filter, cancel);
}

/// <summary>The same for the operator: what was done outside any member, such as operators' own sign-ons.</summary>
[Authorize(Policies.Operator)]
[Route("operator/audit")]
public sealed class OperatorAuditController : Controller
{
    [HttpGet]
    public Task<IActionResult> Index(AuditFilter filter, CancellationToken cancel) => AuditPages.ShowAsync(this, filter, cancel);
}

/// <summary>What the list is narrowed to.</summary>
public sealed class AuditFilter
{
    public DateOnly? Day { get; set; }

    /// <summary>Part of the name of whoever did it.</summary>
    [PlainText(100)]
    public string? Who { get; set; }

    public string? Before { get; set; }
}

/// <summary>One line of the audit list.</summary>
/// <param name="At">When.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Address">From where.</param>
/// <param name="What">What was done, in words.</param>
/// <param name="Subject">What it was done to, or null when the action has none.</param>
/// <param name="Changes">The changed fields in words.</param>
public sealed record AuditLine(DateTimeOffset At, string Who, string? Address, string What, AuditSubject? Subject, IReadOnlyList<ShownChange> Changes);

/// <summary>One changed field in words.</summary>
/// <param name="Label">The field.</param>
/// <param name="Old">Before, empty for nothing.</param>
/// <param name="New">After, empty for nothing.</param>
/// <param name="IsTold">False when only the field is named.</param>
public sealed record ShownChange(string Label, string Old, string New, bool IsTold);

/// <summary>Model of the audit page.</summary>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, string? Next, AuditFilter Filter, bool ForOperator)
{
    public string Address => ForOperator ? "/operator/audit" : "/settings/audit";
}
