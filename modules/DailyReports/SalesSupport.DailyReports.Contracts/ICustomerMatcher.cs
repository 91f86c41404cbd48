namespace SalesSupport.DailyReports.Contracts;

/// <summary>
/// Which customers the names in an imported file mean. A slot, filled by the module that keeps customers: implement it in <c>ForOthers</c>. Without one, or when it throws, no name is matched and the
/// imported text keeps it.
/// </summary>
public interface ICustomerMatcher
{
    /// <summary>Finds customers by their names, whatever legal form, width or spaces they are written with; one statement that uses an index.</summary>
    /// <param name="names">As they stand in the file, each once; at most 500.</param>
    /// <param name="cancel">Ends with the request or the job.</param>
    /// <returns>Those that mean one customer. Names that none or several have are missing.</returns>
    Task<IReadOnlyDictionary<string, Guid>> MatchAsync(IReadOnlyCollection<string> names, CancellationToken cancel);

    /// <summary>Registers customers by their names alone, in charge of nobody, with the next save; names that mean the same become one.</summary>
    /// <param name="names">Names that <see cref="MatchAsync"/> did not find, each of 1 to 120 characters.</param>
    /// <returns>The new customer of each name.</returns>
    IReadOnlyDictionary<string, Guid> Register(IReadOnlyCollection<string> names);
}
