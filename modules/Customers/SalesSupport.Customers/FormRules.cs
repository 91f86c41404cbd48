using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.Customers;

/// <summary>Says beside their fields at once which rules a form breaks, together with what validation found.</summary>
internal static class FormRules
{
    public static void Check(this ModelStateDictionary state, IStringLocalizer texts, IEnumerable<Action> rules)
    {
        foreach (var rule in rules)
        {
            try
            {
                rule();
            }
            catch (RuleBroken broken)
            {
                state.AddModelError($"Form.{broken.Field}", texts[broken.Key, [.. broken.Arguments]]);
            }
        }
    }
}
