using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.Localization;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Errors;

/// <summary>A field of a form that could not be taken.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="Value">As it was typed.</param>
/// <param name="Label">What the field is called on its own page, as far as its module has words for it.</param>
/// <param name="Words">The value in words where it is one of a list; else the value itself.</param>
public sealed record TypedField(string Name, string Value, string Label, string Words);

/// <summary>What a person typed into a form that could not be taken, to be shown back to them.</summary>
internal sealed partial class FormTyped(IStringLocalizerFactory texts, ModuleCatalog catalog)
{
    public static readonly object Key = new();

    private const int LongestWord = 40;

    /// <summary>The words of the module that an endpoint belongs to; the host's own for one of no module.</summary>
    public IStringLocalizer TextsOf(ControllerActionDescriptor? action) =>
        texts.Create(catalog.All.FirstOrDefault(m => m.Assembly == action?.ControllerTypeInfo.Assembly)?.Texts ?? typeof(Texts));

    /// <param name="request">With the form.</param>
    /// <param name="endpoint">Where it was sent, for the names of its fields.</param>
    /// <returns>Null when there is nothing to keep, or when the form came from another site, whose words must not get a "send again" button from us.</returns>
    public async Task<IReadOnlyList<TypedField>?> ReadAsync(HttpRequest request, Endpoint? endpoint)
    {
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || !IsSameOrigin(request))
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync();
            var action = endpoint?.Metadata.GetMetadata<ControllerActionDescriptor>();
            var words = TextsOf(action);
            var typed = form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal) && !f.Key.Contains("password", StringComparison.OrdinalIgnoreCase))
                .SelectMany(f => f.Value.Select(v => Field(f.Key, v ?? "", action?.ControllerName, words))).ToArray();
            return typed.Length == 0 ? null : typed;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
        {
            return null;
        }
    }

    public static bool IsSameOrigin(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "same-origin"
        || (request.Headers["Sec-Fetch-Site"].Count == 0 && request.Headers.Origin.ToString() == $"{request.Scheme}://{request.Host}");

    // Form.Activities[2].CustomerName: the customer of the third one. Words stand in the module's texts under the property's name, or with what it belongs to before it: ContactName, PeriodFrom.
    private TypedField Field(string name, string value, string? controller, IStringLocalizer words)
    {
        var parts = name.Split('.');
        var property = Index().Replace(parts[^1], "");
        var owner = parts.Length > 1 ? Index().Replace(parts[^2], "") : "";
        var thing = controller?.EndsWith('s') == true ? controller[..^1] : controller;
        string[] keys = [$"{owner}{property}", $"{thing}{property}", property, CutEnd(property, "Name"), CutEnd(property, "Id")];
        var label = keys.Select(k => k.Length == 0 ? null : words[k]).FirstOrDefault(w => w?.ResourceNotFound == false)?.Value ?? property;
        var number = Index().Match(name);
        return new TypedField(
            name,
            value,
            number.Success ? texts.Create(typeof(Texts))["ErrorTypedOf", label, int.Parse(number.ValueSpan[1..^1], CultureInfo.InvariantCulture) + 1] : label,
            value.Length <= LongestWord && words[$"{property}.{value}"] is { ResourceNotFound: false } known ? known.Value : value);
    }

    private static string CutEnd(string property, string end) => property.EndsWith(end, StringComparison.Ordinal) ? property[..^end.Length] : property;

    [GeneratedRegex(@"\[[0-9]{1,4}\]")]
    private static partial Regex Index();
}
