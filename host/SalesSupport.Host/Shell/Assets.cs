using System.Collections.Concurrent;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace SalesSupport.Host.Shell;

/// <summary>Addresses of the built front end with the hash of their content, so that a browser keeps them for ever. Hashed once per process.</summary>
public sealed class Assets(IFileVersionProvider versions)
{
    private readonly ConcurrentDictionary<string, string> addresses = new(StringComparer.Ordinal);

    /// <summary>The address of a file in <c>wwwroot/dist</c>.</summary>
    public string this[string name] => addresses.GetOrAdd(name, n => versions.AddFileVersionToPath("", $"/dist/{n}"));
}
