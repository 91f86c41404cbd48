using SalesSupport.Abstractions;

namespace SalesSupport.Notices.Alerts;

internal enum Told
{
    Nothing,

    /// <summary>That it has begun.</summary>
    Begun,

    /// <summary>That it is over.</summary>
    Over,
}

/// <summary>Something that the operator has to know, from its beginning until mail and web hook have both been told that it is over. Belongs to no member.</summary>
[NotAudited("It is about machines, and only the watch changes it")]
internal sealed class Alert : Entity
{
    /// <summary>Longer than telling takes.</summary>
    private static readonly TimeSpan TurnTime = TimeSpan.FromMinutes(3);

    /// <summary>Longer than a look takes. When it seems to be more, a clock was set.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromMinutes(1);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The check's name; with <c>@</c> and the machine's where it concerns one host.</summary>
    public required string Key { get; init; }

    public required DateTimeOffset Since { get; init; }

    public DateTimeOffset? OverSince { get; private set; }

    public required string Detail { get; init; }

    public Told Mail { get; set; }

    public Told Hook { get; set; }

    /// <summary>One of several hosts tells it meanwhile.</summary>
    public DateTimeOffset? TakenUntil { get; private set; }

    public string Check => Key.Split('@')[0];

    public bool IsOn => OverSince is null;

    public bool IsToldAll => Next(Mail) is null && Next(Hook) is null;

    public bool IsDone => !IsOn && IsToldAll;

    /// <summary>What a channel that was told so much has to be told now. Who heard nothing of the beginning need not hear of the end.</summary>
    public Told? Next(Told told) => IsOn ? told == Told.Nothing ? Told.Begun : null : told == Told.Begun ? Told.Over : null;

    /// <summary>Follows what a look has found. What one host had asked before another found this out is older, however late it comes.</summary>
    /// <returns>Whether anything has changed.</returns>
    public bool Follow(bool isOn, DateTimeOffset asked, DateTimeOffset now)
    {
        var age = (OverSince ?? Since) - asked;
        if (isOn == IsOn || (age >= TimeSpan.Zero && age < LookTime))
        {
            return false;
        }

        OverSince = isOn ? null : now;
        if (isOn)
        {
            (Mail, Hook) = (Mail == Told.Over ? Told.Nothing : Mail, Hook == Told.Over ? Told.Nothing : Hook);
        }

        return true;
    }

    public bool Take(DateTimeOffset now)
    {
        if (IsToldAll || TakenUntil > now)
        {
            return false;
        }

        TakenUntil = now + TurnTime;
        return true;
    }

    public void GiveBack() => TakenUntil = null;
}
