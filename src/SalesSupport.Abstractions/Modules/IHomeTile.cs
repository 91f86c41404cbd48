namespace SalesSupport.Abstractions;

/// <summary>A tile on the home page (今日). A slot: implement it in <c>ForOthers</c>. A tile that throws is left out and logged; the page stays.</summary>
public interface IHomeTile
{
    /// <summary>Ascending: 10 today, 20 unread, 30 to approve, 40 my customers.</summary>
    int Order { get; }

    /// <summary>What to show for the current user now, or null to show nothing. A fixed, small number of statements. Beside each start it is asked once for nobody, so that they are translated before the first visitor comes.</summary>
    Task<HomeTile?> GetAsync(CancellationToken cancel);
}

/// <summary>Content of a tile.</summary>
/// <param name="View">Application-relative path of the partial view, such as <c>/DailyReports/ForOthers/_TodayTile.cshtml</c>.</param>
/// <param name="Model">Its model.</param>
/// <param name="Wide">True for a tile in the wide column, false for the side column.</param>
public sealed record HomeTile(string View, object Model, bool Wide = false);

/// <summary>One step of the first-day checklist that a new member's administrator sees on the home page until all are done. A slot.</summary>
public interface IFirstDayStep
{
    /// <summary>Ascending.</summary>
    int Order { get; }

    /// <summary>The step as it stands for the current member. At most one statement.</summary>
    Task<FirstDayStep> GetAsync(CancellationToken cancel);
}

/// <summary>One line of the first-day checklist.</summary>
/// <param name="Text">The words, already in the user's language.</param>
/// <param name="Url">Where it is done.</param>
/// <param name="Done">Whether it is done.</param>
public sealed record FirstDayStep(string Text, string Url, bool Done);

/// <summary>Results for the search box at the top of each page. A slot: each module searches its own tables.</summary>
public interface ISearchSource
{
    /// <summary>Ascending order of the groups.</summary>
    int Order { get; }

    /// <summary>At most <paramref name="take"/> hits for what was typed. Must use an index.</summary>
    Task<IReadOnlyList<SearchHit>> FindAsync(string text, int take, CancellationToken cancel);
}

/// <summary>One hit of the search box.</summary>
/// <param name="Kind">The kind of thing in the user's language, such as 顧客.</param>
/// <param name="Icon">Icon of the UI kit.</param>
/// <param name="Title">First line.</param>
/// <param name="Detail">Second line, or null.</param>
/// <param name="Url">Its page.</param>
public sealed record SearchHit(string Kind, string Icon, string Title, string? Detail, string Url);
