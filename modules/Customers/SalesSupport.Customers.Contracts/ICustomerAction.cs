namespace SalesSupport.Customers.Contracts;

/// <summary>A button on a customer's page that leads to another module, such as 日報を書く. A slot: implement it in <c>ForOthers</c>. One that throws is left out and logged.</summary>
public interface ICustomerAction
{
    /// <summary>Icon of the UI kit.</summary>
    string Icon { get; }

    /// <summary>The button's words in the user's language; a verb.</summary>
    string Text { get; }

    /// <summary>Where it leads.</summary>
    /// <param name="customerId">The company's id.</param>
    string UrlFor(Guid customerId);
}
