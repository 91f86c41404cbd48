using System.Security.Cryptography;
using System.Text;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Events;

namespace SalesSupport.GroupwareSync.Pushing;

/// <summary>What is known of a copy before it is looked at.</summary>
/// <param name="Href">Where it is or shall be.</param>
/// <param name="Uid">Its UID.</param>
/// <param name="Reference">Our own mark in the event.</param>
/// <param name="SentVersion">The version that was seen to stand there last; null for none.</param>
/// <param name="Print">Of its text then.</param>
internal sealed record Known(Uri Href, string Uid, string Reference, int? SentVersion, string? Print);

/// <summary>
/// Brings one event about, or away, and says only what it has read (docs/decisions/0009-read-write-read.md): no answer to a write is believed, since servers overwrite in spite of
/// <c>If-None-Match</c>, answer 207, or keep something else, and since an answer may be lost.
/// </summary>
internal sealed class Protocol(DavCalendar calendar)
{
    private const int MostTries = 6;
    private const int MostWrites = 2;

    /// <exception cref="DavTrouble">The server does not let it be so.</exception>
    /// <exception cref="KeptDifferently">It takes it and keeps something else.</exception>
    public async Task<Standing> WriteAsync(Known known, string text, CancellationToken cancel)
    {
        var wanted = EventReader.Read(text);
        var (href, writes, changed) = (known.Href, 0, false);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var there = await calendar.ReadAsync(href, cancel);
            if (there is null && known.SentVersion is not null && writes == 0)
            {
                if (await MovedAsync(known, href, cancel) is { } moved)
                {
                    href = moved;
                    continue;
                }

                return await calendar.ExistsAsync(cancel) ? new Standing(href, IsThere: false, IsRemovedByUser: true) : throw Missing();
            }

            if (there is not null && !IsOurs(there, known))
            {
                throw new DavTrouble(DavTroubleKind.Refused, href.AbsolutePath);     // our names are random: nobody else's stands there by chance
            }

            if (there?.Event.SaysTheSameAs(wanted) == true)
            {
                return new Standing(href, IsThere: true, there.ETag, PrintOf(there.Text), changed);
            }

            if (there is not null && writes >= MostWrites)
            {
                throw new KeptDifferently(string.Join(", ", there.Event.Differences(wanted)));
            }

            // A write of ours that was not seen to arrive has a newer version than the one that was.
            changed |= there is not null && writes == 0 && known.SentVersion is not null && (there.Event.Version is null || there.Event.Version == known.SentVersion) && PrintOf(there.Text) != known.Print;
            switch (await calendar.PutAsync(href, text, there is null ? DavCondition.Absent : DavCondition.Unchanged(there.ETag), cancel))
            {
                case DavOutcome.Done:
                    writes++;
                    break;
                case DavOutcome.UidElsewhere:
                    href = await MovedAsync(known, href, cancel) ?? throw new DavTrouble(DavTroubleKind.Refused, "409");
                    break;
                case DavOutcome.Gone:
                    throw Missing();
                default:
                    break;      // somebody else was there in between: look again
            }
        }

        throw new DavTrouble(DavTroubleKind.ServerTrouble, calendar.Address.Host);
    }

    /// <exception cref="DavTrouble">The server does not let it be so.</exception>
    public async Task<Standing> DeleteAsync(Known known, CancellationToken cancel)
    {
        var href = known.Href;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var there = await calendar.ReadAsync(href, cancel);
            if (there is null)
            {
                if (tries == 0 && known.SentVersion is not null && await MovedAsync(known, href, cancel) is { } moved)
                {
                    href = moved;
                    continue;
                }

                return new Standing(href, IsThere: false);
            }

            if (!IsOurs(there, known))
            {
                return new Standing(href, IsThere: false);     // what somebody else has put there stays
            }

            await calendar.DeleteAsync(href, DavCondition.Unchanged(there.ETag), cancel);
        }

        throw new DavTrouble(DavTroubleKind.ServerTrouble, calendar.Address.Host);
    }

    public static string PrintOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Programs of users leave out what they do not know; the UID they keep.
    private static bool IsOurs(StoredEvent there, Known known) => there.Event.Reference == known.Reference || there.Event.Uid == known.Uid;

    private async Task<Uri?> MovedAsync(Known known, Uri href, CancellationToken cancel) =>
        (await calendar.FindByUidAsync(known.Uid, cancel)).FirstOrDefault(e => !DavCalendar.SamePlace(e.Address, href))?.Address;

    private DavTrouble Missing() => new(DavTroubleKind.NoCalendar, calendar.Address.AbsolutePath);
}

/// <summary>The server has taken an event twice and has kept something else both times.</summary>
/// <param name="fields">What differs.</param>
internal sealed class KeptDifferently(string fields) : Exception(fields)
{
    public string Fields { get; } = fields;
}
