using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace SalesSupport.Host.Shell;

/// <summary>Every page that can be got can be asked for its head, by monitors and link checkers: the same work, and the server leaves the body out.</summary>
internal sealed class HeadIsGet : IActionModelConvention
{
    public void Apply(ActionModel action)
    {
        foreach (var selector in action.Selectors)
        {
            for (var i = 0; i < selector.EndpointMetadata.Count; i++)
            {
                if (selector.EndpointMetadata[i] is HttpMethodMetadata methods && methods.HttpMethods.Contains("GET"))
                {
                    selector.EndpointMetadata[i] = new HttpMethodMetadata([.. methods.HttpMethods, "HEAD"]);
                }
            }

            for (var i = 0; i < selector.ActionConstraints.Count; i++)
            {
                if (selector.ActionConstraints[i] is HttpMethodActionConstraint constraint && constraint.HttpMethods.Contains("GET"))
                {
                    selector.ActionConstraints[i] = new HttpMethodActionConstraint([.. constraint.HttpMethods, "HEAD"]);
                }
            }
        }
    }
}
