using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Chat;
using SalesSupport.Notices.Data;
using SalesSupport.Notices.Mail;

namespace SalesSupport.Notices.Letters;

/// <summary>Sends a letter where its reader wants it now.</summary>
internal sealed class SendLetter(NoticesDbContext db, IPeople people, LetterText text, Mailer mailer, ChatPosts posts, TimeProvider clock, IStringLocalizer<Texts> texts) : IAfterCommit<LetterDue>
{
    public async Task SendAsync(LetterDue fact, Delivery delivery, CancellationToken cancel)
    {
        var letter = await db.Letters.SingleOrDefaultAsync(l => l.Id == fact.LetterId, cancel);
        if (letter is null || letter.SentAt is not null)
        {
            return;     // taken back, or sent before its answer was lost
        }

        var destination = await db.Destinations.SingleOrDefaultAsync(d => d.UserId == letter.UserId && d.Channel == letter.Channel, cancel);
        var notices = await db.Notices.Where(n => n.LetterId == letter.Id).OrderBy(n => n.At).ToListAsync(cancel);
        var reminder = letter.Kind == LetterKind.Reminder ? await db.Reminders.SingleOrDefaultAsync(r => r.LetterId == letter.Id, cancel) : null;
        var reader = (await people.GetAsync(cancel)).Find(letter.UserId);
        if (reader is not { Suspended: false } || destination?.Takes(letter) != true || IsEmpty(letter, notices, reminder))
        {
            db.Letters.Remove(letter);
            await db.SaveChangesAsync(cancel);
            return;
        }

        var message = await text.OfAsync(letter, notices, reminder, destination, cancel);
        try
        {
            await (letter.Channel == Channel.Mail ? mailer.SendAsync(destination.Address, message, delivery.Id, cancel) : posts.SendAsync(destination, message, cancel));
        }
        catch (NotSent e) when (e.ForGood)
        {
            destination.Fault = e.Why;      // nothing more goes there until its user has looked at it
            await db.SaveChangesAsync(cancel);
            throw;
        }

        letter.SentAt = clock.GetUtcNow();
        destination.Fault = null;       // a test that arrives shows that it is mended
        // It is sent; a stopping host must not forget that.
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private bool IsEmpty(Letter letter, List<Notice> notices, Reminder? reminder) => letter.Kind switch
    {
        LetterKind.Notice or LetterKind.Digest => notices.Count == 0,
        LetterKind.Reminder => reminder?.IsOver(clock.GetUtcNow()) != false,
        _ => false,
    };

    public async Task<string> DescribeAsync(LetterDue fact, CancellationToken cancel) =>
        texts[$"To{fact.Channel}", (await people.GetAsync(cancel)).Find(fact.UserId)?.Name ?? HouseTexts.Get("DeletedUser"), texts[$"Letter{fact.Kind}"].Value];
}
