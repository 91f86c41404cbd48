namespace SalesSupport.IdentityBridge.Contracts;

/// <summary>What a user has in a module, counted on the page that deletes them (R17). A slot: implement it in <c>ForOthers</c>. While one that fails is left out the user cannot be deleted, since nobody would know what goes with them.</summary>
public interface IUserBelongings
{
    /// <summary>What <see cref="UserDeleted"/> will do, kind by kind; also those of which there are none.</summary>
    /// <param name="userId">A user of the current member.</param>
    /// <param name="cancel">Cancels.</param>
    Task<IReadOnlyList<UserBelonging>> CountAsync(Guid userId, CancellationToken cancel);
}

/// <summary>One kind of thing that a user has, in the reader's language.</summary>
/// <param name="Title">What it is, such as 日報.</param>
/// <param name="Count">How many.</param>
/// <param name="Alone">What happens to it when nobody takes over.</param>
/// <param name="HandedOver">What happens to it when somebody does.</param>
public sealed record UserBelonging(string Title, int Count, string Alone, string HandedOver);
