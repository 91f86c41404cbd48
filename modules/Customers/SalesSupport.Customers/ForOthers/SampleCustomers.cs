using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.CompanyViews;
using SalesSupport.Customers.Contacts;
using SalesSupport.Customers.Data;
using SalesSupport.Customers.Sites;

namespace SalesSupport.Customers.ForOthers;

/// <summary>Customers of a sample member, in charge of its salespeople by turns.</summary>
internal sealed class SampleCustomers(CustomersDbContext db) : ISampleData
{
    private const int Batch = 500;

    public int Order => 30;

    public async Task AddAsync(SampleMember member, CancellationToken cancel)
    {
        var sellers = member.People.Where(p => p.Salesperson).DefaultIfEmpty(member.People[0]).ToArray();
        var opened = member.Today.AddDays(-400).At(new TimeOnly(9, 0));
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        for (var index = 0; index < member.Customers; index++)
        {
            // One in 23 has nobody in charge, as it happens; nobody visits those.
            Guid? owner = index % 23 == 22 ? null : sellers[index % sellers.Length].Id;
            var company = Company.Register(Guid.CreateVersion7(), SampleNames.Company(index, owner), opened.AddMinutes(index * 7 % 500_000));
            var contacts = Enumerable.Range(0, 1 + (index % 3)).Select(i => Contact.Register(Guid.CreateVersion7(), company.Id, SampleNames.Contact(index, i))).ToArray();
            db.Companies.Add(company);
            db.Contacts.AddRange(contacts);
            if (index % 6 == 0)
            {
                db.Sites.Add(Site.Register(Guid.CreateVersion7(), company.Id, SampleNames.Site(index)));
            }

            if (owner is { } visitor)
            {
                member.MadeCustomers.Add(new SampleCustomer(company.Id, company.Name, visitor, [.. contacts.Where(c => !c.Left).Select(c => (c.Id, c.Name))]));
            }

            if (index % Batch == Batch - 1)
            {
                await SaveAsync(cancel);
            }
        }

        foreach (var person in member.People)
        {
            var important = CompanyView.Save(Guid.CreateVersion7(), person.Id, [], "重点顧客", new CompanyFilter { Rank = [CompanyRank.A, CompanyRank.B], Sort = CompanySort.Activity }, ColumnSets.Default | CompanyColumns.Tags);
            var quiet = new CompanyFilter { Owner = person.Salesperson ? CompanyFilter.Me : null, Quiet = 30, Sort = CompanySort.Activity };
            db.Views.AddRange(important, CompanyView.Save(Guid.CreateVersion7(), person.Id, [important], "電話をかける先", quiet, CompanyColumns.Rank | CompanyColumns.LastActivity | CompanyColumns.Phone));
        }

        await SaveAsync(cancel);
        db.ChangeTracker.AutoDetectChangesEnabled = true;
    }

    private async Task SaveAsync(CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }
}
