using MediatR;

namespace SalesSupport.Customers.Contracts;

/// <summary>A contact person (先方担当者) of a customer was registered.</summary>
/// <param name="ContactId">The person's id.</param>
/// <param name="CustomerId">The company they belong to; it never changes.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Title">役職, or null.</param>
public sealed record ContactRegistered(Guid ContactId, Guid CustomerId, string Name, string? Title) : INotification;

/// <summary>A contact person's name or title changed. Whoever keeps a copy refreshes it.</summary>
/// <param name="ContactId">The person's id.</param>
/// <param name="CustomerId">The company they belong to.</param>
/// <param name="Name">The name now.</param>
/// <param name="Title">役職 now, or null.</param>
public sealed record ContactRenamed(Guid ContactId, Guid CustomerId, string Name, string? Title) : INotification;

/// <summary>A contact person was removed. Reports that name them keep the name they copied.</summary>
/// <param name="ContactId">The person's id.</param>
/// <param name="CustomerId">The company they belonged to.</param>
public sealed record ContactRemoved(Guid ContactId, Guid CustomerId) : INotification;

/// <summary>Whoever removed a contact person took that back at once; they are offered again.</summary>
/// <param name="ContactId">The person's id, the same as before.</param>
/// <param name="CustomerId">The company they belong to.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Title">役職, or null.</param>
public sealed record ContactRestored(Guid ContactId, Guid CustomerId, string Name, string? Title) : INotification;

/// <summary>A contact person has left their company or moved on (退職・異動): still registered and named in what was written, but not offered for anything new.</summary>
/// <param name="ContactId">The person's id.</param>
/// <param name="CustomerId">The company they belonged to.</param>
public sealed record ContactLeft(Guid ContactId, Guid CustomerId) : INotification;

/// <summary>A contact person who had left is there again, and is offered again.</summary>
/// <param name="ContactId">The person's id.</param>
/// <param name="CustomerId">The company they belong to.</param>
public sealed record ContactReturned(Guid ContactId, Guid CustomerId) : INotification;
