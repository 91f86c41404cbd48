namespace SalesSupport.Abstractions;

/// <summary>Fills a module with sample data. A slot: each module makes its own, in <see cref="Order"/>, within the sample member's tenant scope.</summary>
public interface ISampleData
{
    /// <summary>Ascending: 10 Portal, 20 IdentityBridge, 30 Customers, 40 DailyReports.</summary>
    int Order { get; }

    /// <summary>Makes the module's rows for one sample member. The same member and size make the same data.</summary>
    Task AddAsync(SampleMember member, CancellationToken cancel);
}

/// <summary>The plan of one sample member, shared by the modules so that their rows fit together.</summary>
public sealed class SampleMember
{
    /// <summary>The member ID that is typed at sign-on, such as <c>demo</c>.</summary>
    public required string MemberId { get; init; }

    /// <summary>The company's name.</summary>
    public required string Name { get; init; }

    /// <summary>The tenant.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>How many daily reports to make; customers and people follow from it.</summary>
    public required int Reports { get; init; }

    /// <summary>How many customers to make.</summary>
    public required int Customers { get; init; }

    /// <summary>The last business date of the data; reports go back from here.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The password of every sample account.</summary>
    public required string Password { get; init; }

    /// <summary>The people, in the order of the organisation: the first is the portal administrator and SalesSupport administrator, managers come before their staff.</summary>
    public required IReadOnlyList<SamplePerson> People { get; init; }

    /// <summary>The departments' names.</summary>
    public required IReadOnlyList<string> DepartmentNames { get; init; }

    /// <summary>The customers that Customers made, for DailyReports. Empty when that module is off.</summary>
    public IList<SampleCustomer> MadeCustomers { get; } = [];
}

/// <summary>One person of a sample member.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Login">What is typed at sign-on.</param>
/// <param name="Name">Family and given name.</param>
/// <param name="Kana">Its reading in katakana.</param>
/// <param name="Department">Index into <see cref="SampleMember.DepartmentNames"/>, or -1.</param>
/// <param name="Superior">Index of the superior in <see cref="SampleMember.People"/>, or -1.</param>
/// <param name="Administrator">Whether administrator of both the portal and SalesSupport.</param>
/// <param name="Salesperson">Whether they visit customers and write reports every day.</param>
public sealed record SamplePerson(Guid Id, string Login, string Name, string Kana, int Department, int Superior, bool Administrator, bool Salesperson)
{
    /// <summary>The portal user's id, the <c>sub</c> claim. Another than the user's, as in every real member.</summary>
    public Guid PortalId { get; } = TenantScope.IdOf("sample-portal", Id.ToString());
}

/// <summary>One customer of a sample member.</summary>
/// <param name="Id">The company's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="OwnerId">自社担当, the user in charge.</param>
/// <param name="Contacts">Ids and names of its contact persons.</param>
public sealed record SampleCustomer(Guid Id, string Name, Guid OwnerId, IReadOnlyList<(Guid Id, string Name)> Contacts);
