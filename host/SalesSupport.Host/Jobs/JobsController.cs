using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Jobs;

/// <summary>The modules' jobs: when they run and how it went.</summary>
[Authorize(Policies.Operator)]
[Route("operator/jobs")]
public sealed partial class JobsController(IStringLocalizer<Texts> texts, IStringLocalizerFactory modules) : Controller
{
    private const int Shown = 10;

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var services = HttpContext.RequestServices;
        var all = services.GetRequiredService<HouseDbContext>().JobRuns;
        var runs = (await all.AsNoTracking().Where(r => r.Number > all.Where(o => o.Job == r.Job).Max(o => o.Number) - Shown).ToListAsync(cancel)).ToLookup(r => r.Job);
        var (next, running) = await services.GetRequiredService<Schedule>().LookAsync(cancel);
        return View(services.GetRequiredService<ModuleCatalog>().Jobs.Select(job => new JobLine(
            job.Module.Name,
            job.Key.Name,
            Title(job),
            When(job.Job.Cron),
            next.GetValueOrDefault(job.Key),
            [.. runs[job.Name].OrderByDescending(r => r.Number).Select((r, i) => Line(r, runs: i == 0 && running.Contains(job.Key)))])).ToArray());
    }

    /// <summary>Runs it now.</summary>
    [HttpPost("{module}/{name}/runs")]
    public async Task<IActionResult> Run(string module, string name, CancellationToken cancel)
    {
        var services = HttpContext.RequestServices;
        if (services.GetRequiredService<ModuleCatalog>().Jobs.SingleOrDefault(j => j.Module.Name == module && j.Key.Name == name) is not { } job)
        {
            return NotFound();
        }

        services.GetRequiredService<IUnitOfWork>().Audit("JobStarted", job.Name);
        await services.GetRequiredService<HouseDbContext>().SaveChangesAsync(cancel);
        await services.GetRequiredService<Schedule>().RunNowAsync(job, cancel);
        TempData["Toast"] = texts["JobStarts", Title(job)].Value;
        return Redirect("/operator/jobs");
    }

    private string Title(ModuleJob job) => job.Module.Texts is { } marker && modules.Create(marker)[$"Job.{job.Key.Name}"] is { ResourceNotFound: false } words ? words : job.Key.Name;

    private string When(string cron) =>
        Daily().Match(cron) is { Success: true } at ? texts["JobDaily", $"{at.Groups[2].Value}:{at.Groups[1].Value.PadLeft(2, '0')}"]
        : EachMinutes().Match(cron) is { Success: true } each ? texts["JobEachMinutes", each.Groups[1] is { Success: true } minutes ? minutes.Value : "1"]
        : cron;

    private JobRunLine Line(JobRun run, bool runs)
    {
        var (kind, words) = run.Outcome switch
        {
            JobOutcome.Done => ("ok", texts["JobDone"]),
            JobOutcome.Failed => ("miss", texts["JobFailed"]),
            JobOutcome.Running when runs => ("sent", texts["JobRunning"]),
            _ => ("back", texts["JobBrokenOff"]),
        };
        return new JobRunLine(run.StartedAt, run.Milliseconds is { } took ? Took(TimeSpan.FromMilliseconds(took)) : null, kind, words, run.Error, run.Host);
    }

    private string Took(TimeSpan took) => took < TimeSpan.FromMinutes(1)
        ? texts["JobSeconds", took.TotalSeconds.ToString("0.0", CultureInfo.CurrentCulture)]
        : texts["JobMinutes", (int)took.TotalMinutes, took.Seconds];

    [GeneratedRegex("""^0 (\d{1,2}) (\d{1,2}) \* \* \?$""")]
    private static partial Regex Daily();

    [GeneratedRegex("""^\d+ \*(?:/(\d{1,2}))? \* \* \* \?$""")]
    private static partial Regex EachMinutes();
}

/// <summary>One job on the page.</summary>
/// <param name="Module">Whose it is.</param>
/// <param name="Name">Its type.</param>
/// <param name="Title">What it does, in words.</param>
/// <param name="When">When it runs, in words where there are some.</param>
/// <param name="Next">When it runs next.</param>
/// <param name="Runs">The newest runs, the newest first.</param>
public sealed record JobLine(string Module, string Name, string Title, string When, DateTimeOffset? Next, IReadOnlyList<JobRunLine> Runs);

/// <summary>One run on the page.</summary>
/// <param name="At">When it began.</param>
/// <param name="Took">How long it took, or null when nobody knows.</param>
/// <param name="Kind">Kind of the chip.</param>
/// <param name="Outcome">The chip's words.</param>
/// <param name="Error">What failed, or null.</param>
/// <param name="Host">Where it ran.</param>
public sealed record JobRunLine(DateTimeOffset At, string? Took, string Kind, string Outcome, string? Error, string Host);
