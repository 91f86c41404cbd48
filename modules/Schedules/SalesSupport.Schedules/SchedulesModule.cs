using SalesSupport.Abstractions;

namespace SalesSupport.Schedules;

/// <summary>予定: plans and reservations of everybody (R22).</summary>
internal sealed class SchedulesModule : IModule
{
    public string Name => "Schedules";
}
