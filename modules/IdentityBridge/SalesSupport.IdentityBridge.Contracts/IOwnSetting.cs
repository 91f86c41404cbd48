namespace SalesSupport.IdentityBridge.Contracts;

/// <summary>Something that every user sets for themselves, linked from their own page (/me). A slot: implement it in <c>ForOthers</c>.</summary>
public interface IOwnSetting
{
    /// <summary>What it is called, in the user's language.</summary>
    string Title { get; }

    /// <summary>One sentence on it.</summary>
    string Text { get; }

    /// <summary>Name of an icon of the UI kit (Tabler).</summary>
    string Icon { get; }

    /// <summary>Its page.</summary>
    string Url { get; }
}
