using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace SalesSupport.Abstractions;

/// <summary>Gives every posting form its antiforgery token. The framework's own helper leaves out forms with a plain <c>action</c>, and a form without script would be refused.</summary>
/// <param name="generator">The framework's own maker of the field.</param>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class PostFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    /// <summary>After the framework's helper, which says by its attribute whether it has written the field.</summary>
    public override int Order => 1000;

    /// <summary>The page.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        // The framework's helper writes it when there is no plain action, or when it was asked to.
        var written = !context.AllAttributes.ContainsName("action") || context.AllAttributes.ContainsName("asp-antiforgery");
        if (!written && generator.GenerateAntiforgery(ViewContext) is { } token)
        {
            output.PostContent.AppendHtml(token);
        }
    }
}
