using System.Globalization;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Audit;

/// <summary>
/// Rows of the audit in the reader's language. A module has words for its entities and settings (<c>Audit.DailyReport</c>) or whole actions (<c>Audit.SignedOn</c>), for
/// fields (<c>Field.DailyReport.OwnerId</c>, <c>Field.OwnerId</c> or just <c>OwnerId</c>) and for values of enums (<c>State.Returned</c> or <c>LevelGeneral</c>).
/// </summary>
internal sealed class AuditWords
{
    private readonly IReadOnlyList<IStringLocalizer> modules;
    private readonly IStringLocalizer host;
    private readonly PeopleBook people;

    public AuditWords(ModuleCatalog catalog, IStringLocalizerFactory texts, PeopleBook people)
    {
        host = texts.Create(typeof(Texts));
        modules = [.. catalog.All.Select(m => m.Texts).OfType<Type>().Select(texts.Create), host];
        this.people = people;
    }

    public string Gone => host["AuditGone"];

    /// <summary>"scheme:name" as <see cref="CurrentUser.Actor"/> wrote it. Nobody known, but with an address, is somebody who has not signed on yet.</summary>
    public string Who(string actor, string? address) => actor.Split(':', 2) is [_, var name] ? name : host[address is null ? "AuditSystem" : "AuditNobody"];

    public string Action(string action)
    {
        if (Find(modules, $"Audit.{action}") is { } whole)
        {
            return whole;
        }

        return action.Split('.') is [var kind, var verb] && Find([host], $"Audit.Verb.{verb}") is not null
            ? host[$"Audit.Verb.{verb}", Find(modules, $"Audit.{kind}") ?? kind]
            : action;
    }

    public IReadOnlyList<ShownChange> Changes(string kind, string? stored) =>
        [.. AuditChange.Read(stored).Select(c => new ShownChange(Label(kind, c.Field), Value(kind, c.Field, c.Old), Value(kind, c.Field, c.New), c.IsTold))];

    /// <summary>The field's words, or its name when there are none.</summary>
    public string Label(string kind, string field) => Find(Of(kind), $"Field.{kind}.{field}", $"Field.{field}", field) ?? field;

    /// <summary>A value as <see cref="AuditChange.ValueOf"/> wrote it. Lists have a line for each item, an item may be of several words.</summary>
    private string Value(string kind, string field, string? value) =>
        value is null ? "" : string.Join(host["AuditComma"], value.Split('\n').Select(item => string.Join(' ', item.Split(' ').Select(word => Word(kind, field, word)))));

    private string Word(string kind, string field, string word)
    {
        if (word is "true" or "false")
        {
            return host[word == "true" ? "AuditTrue" : "AuditFalse"];
        }

        if (Guid.TryParseExact(word, "D", out var id))
        {
            return people.Find(id)?.Name ?? people.FindDepartment(id)?.Name ?? Gone;
        }

        if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return HouseTexts.LongDay(date);
        }

        return DateTimeOffset.TryParseExact(word, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? HouseTexts.Instant(at)
            : Find(Of(kind), $"{field}.{word}", $"{field}{word}") ?? word;
    }

    // Words of fields are the owner's: another module's may mean something else by the same name.
    private IEnumerable<IStringLocalizer> Of(string kind) => modules.Where(m => !m[$"Audit.{kind}"].ResourceNotFound);

    private static string? Find(IEnumerable<IStringLocalizer> from, params IEnumerable<string> keys) =>
        from.SelectMany(texts => keys.Select(key => texts[key])).FirstOrDefault(words => !words.ResourceNotFound)?.Value;
}
