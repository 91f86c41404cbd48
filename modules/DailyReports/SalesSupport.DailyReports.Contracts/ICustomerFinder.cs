namespace SalesSupport.DailyReports.Contracts;

/// <summary>
/// Which customers somebody means, so that the search box finds the reports about them. A slot, filled by the module that keeps customers, which has the index of their names: implement it in
/// <c>ForOthers</c>. One that throws is left out and logged.
/// </summary>
public interface ICustomerFinder
{
    /// <summary>Finds customers by name and reading only; one statement that uses an index.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancel">Ends with the request.</param>
    /// <returns>Their ids, those with the latest activity first.</returns>
    Task<IReadOnlyList<Guid>> FindAsync(string text, int take, CancellationToken cancel);
}
