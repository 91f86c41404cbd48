using SalesSupport.Abstractions;
using SalesSupport.Portal.Applications;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Members;
using SalesSupport.Portal.Passwords;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.ForOthers;

/// <summary>The sample member, its portal users and an application that opened long ago.</summary>
internal sealed class PortalSamples(PortalDbContext db, PasswordRules passwords, OpeningHour opening) : ISampleData
{
    public int Order => 10;

    public async Task AddAsync(SampleMember member, CancellationToken cancel)
    {
        var applied = member.Today.AddDays(-200);
        db.Members.Add(Member.Join(member.MemberId, member.Name, applied.AddDays(-30)));
        // One hash for all: a dozen would cost a second of the first start, and everybody's password is the same and public anyway.
        var hash = passwords.Hash(member.Password);
        db.Users.AddRange(member.People.Select(p => PortalUser.Sample(p, hash)));
        db.Applications.Add(ServiceApplication.Apply(member.MemberId, Guid.Empty, applied.At(new TimeOnly(10, 0)), opening));
        await db.SaveChangesAsync(cancel);
    }
}
