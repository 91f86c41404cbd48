using System.Globalization;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Destinations;

namespace SalesSupport.Notices.Letters;

/// <summary>A letter in words.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Lines">What it tells, each with the page that shows it.</param>
/// <param name="Footer">Where to change what comes, and that page.</param>
internal sealed record Message(string Subject, IReadOnlyList<MessageLine> Lines, MessageLine Footer);

/// <summary>One line.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Url">Its page, or null.</param>
internal sealed record MessageLine(string Text, Uri? Url);

/// <summary>Writes letters in their reader's language.</summary>
internal sealed class LetterText(IPeople people, IOwnAddress address, IStringLocalizer<Texts> texts)
{
    public async Task<Message> OfAsync(Letter letter, IReadOnlyList<Notice> notices, Reminder? reminder, Destination destination, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(destination.Language);
        try
        {
            MessageLine[] lines = letter.Kind switch
            {
                LetterKind.Test => [new(texts["TestText"], null)],
                LetterKind.Code => [new(texts["CodeText", destination.Code ?? ""], Page("me/notices"))],
                LetterKind.Reminder => [Line(reminder!)],
                _ => [.. notices.Select(n => new MessageLine(Line(n, book), Page($"reports/{n.ReportId}{(n.CommentId is null ? "" : "#comments")}")))],
            };
            var subject = letter.Kind switch
            {
                LetterKind.Test => texts["TestSubject"].Value,
                LetterKind.Code => texts["CodeSubject"].Value,
                LetterKind.Digest => texts["DigestSubject", notices.Count].Value,
                _ => lines[0].Text,
            };
            return new Message(texts["Subject", subject], lines, new MessageLine(texts["Footer"], Page("me/notices")));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }

    private string Line(Notice notice, PeopleBook book) => notice.Kind is NoticeKind.Commented or NoticeKind.Mentioned
        ? texts[$"Line{notice.Kind}", Name(notice.ById, book), Name(notice.AuthorId, book), HouseTexts.Day(notice.ReportDate)]
        : texts[$"Line{notice.Kind}", Name(notice.ById, book), HouseTexts.Day(notice.ReportDate)];

    private MessageLine Line(Reminder reminder)
    {
        var start = reminder.StartsAt.ToJapan();
        var day = HouseTexts.Day(DateOnly.FromDateTime(start.DateTime));
        var at = reminder.OriginalAt is { } original ? $"?at={original.ToJapan().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)}" : "";
        return new MessageLine(
            reminder.AllDay ? texts["LineReminderDay", day, reminder.Title] : texts["LineReminder", day, start.ToString("HH:mm", CultureInfo.InvariantCulture), reminder.Title],
            Page($"schedule/{reminder.EntryId}{at}"));
    }

    private static string Name(Guid id, PeopleBook book) => book.Find(id)?.Name ?? HouseTexts.Get("DeletedUser");

    private Uri Page(string path) => new(address.Public, path);
}
