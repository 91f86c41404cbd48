using SalesSupport.Abstractions;

namespace SalesSupport.GroupwareSync;

/// <summary>Reservations appear in the calendars of a groupware that speaks CalDAV (R30–R33, R92).</summary>
internal sealed class GroupwareSyncModule : IModule
{
    public string Name => "GroupwareSync";
}
