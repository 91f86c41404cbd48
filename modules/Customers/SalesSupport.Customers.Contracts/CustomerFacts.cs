using MediatR;

namespace SalesSupport.Customers.Contracts;

/// <summary>A customer (company) was registered.</summary>
/// <param name="CustomerId">The company's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kana">Its reading in katakana, or an empty text.</param>
/// <param name="OwnerId">自社担当, the user in charge, or null for 担当なし.</param>
public sealed record CustomerRegistered(Guid CustomerId, string Name, string Kana, Guid? OwnerId) : INotification;

/// <summary>A customer's name or its reading changed. Whoever keeps a copy refreshes it.</summary>
/// <param name="CustomerId">The company's id.</param>
/// <param name="Name">The name now.</param>
/// <param name="Kana">The reading now, or an empty text.</param>
public sealed record CustomerRenamed(Guid CustomerId, string Name, string Kana) : INotification;

/// <summary>Another user, or nobody, is in charge of a customer.</summary>
/// <param name="CustomerId">The company's id.</param>
/// <param name="OwnerId">Who is in charge now, or null for 担当なし.</param>
public sealed record CustomerOwnerChanged(Guid CustomerId, Guid? OwnerId) : INotification;
