using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>部署を作る.</summary>
internal sealed class MakeDepartments(IPeople people, IStringLocalizer<Texts> texts) : IFirstDayStep
{
    public int Order => 10;

    public async Task<FirstDayStep> GetAsync(CancellationToken cancel) => new(texts["StepDepartments"], "/settings/departments", (await people.GetAsync(cancel)).Departments.Count > 0);
}

/// <summary>仲間にサインオンしてもらう.</summary>
internal sealed class InviteColleagues(IPeople people, IStringLocalizer<Texts> texts) : IFirstDayStep
{
    public int Order => 20;

    public async Task<FirstDayStep> GetAsync(CancellationToken cancel) => new(texts["StepColleagues"], "/settings/users", (await people.GetAsync(cancel)).All.Count > 1);
}

/// <summary>上長を決める.</summary>
internal sealed class NameSuperiors(IPeople people, IStringLocalizer<Texts> texts) : IFirstDayStep
{
    public int Order => 30;

    public async Task<FirstDayStep> GetAsync(CancellationToken cancel) => new(texts["StepSuperiors"], "/settings/users", (await people.GetAsync(cancel)).All.Any(p => p.SuperiorId is not null));
}

/// <summary>会社カレンダーを確かめる.</summary>
internal sealed class CheckCalendar(ISettings settings, IStringLocalizer<Texts> texts) : IFirstDayStep
{
    public int Order => 40;

    public async Task<FirstDayStep> GetAsync(CancellationToken cancel) => new(texts["StepCalendar"], "/settings/calendar", (await settings.GetAsync<CompanyCalendar>(cancel)).Confirmed);
}
