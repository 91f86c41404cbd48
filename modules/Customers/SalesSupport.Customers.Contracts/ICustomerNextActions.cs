namespace SalesSupport.Customers.Contracts;

/// <summary>What is still to be done for a customer, for the section 次の行動 on its page. A slot: implement it in <c>ForOthers</c>. One that throws is left out and logged.</summary>
public interface ICustomerNextActions
{
    /// <summary>Those that are due first come first, overdue ones too; in a fixed small number of statements that use an index.</summary>
    /// <param name="customerId">The company's id.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancel">Ends with the request.</param>
    Task<IReadOnlyList<CustomerNextAction>> GetAsync(Guid customerId, int take, CancellationToken cancel);
}

/// <summary>One thing to do.</summary>
/// <param name="On">The day it is due (Japan).</param>
/// <param name="Text">What, in the words of whoever wrote it.</param>
/// <param name="PersonId">Who wrote it, or null.</param>
/// <param name="Url">Where it was written, or null.</param>
public sealed record CustomerNextAction(DateOnly On, string Text, Guid? PersonId, string? Url);
