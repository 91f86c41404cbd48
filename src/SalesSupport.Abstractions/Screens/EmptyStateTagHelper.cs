using Microsoft.AspNetCore.Razor.TagHelpers;

namespace SalesSupport.Abstractions;

/// <summary><c>&lt;empty-state icon="building" title="…"&gt;what this place is for, and the one button that fills it&lt;/empty-state&gt;</c>.</summary>
[HtmlTargetElement("empty-state", Attributes = "title")]
public sealed class EmptyStateTagHelper : TagHelper
{
    /// <summary>Name of an icon.</summary>
    public string Icon { get; set; } = "inbox";

    /// <summary>First line.</summary>
    public string Title { get; set; } = "";

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "empty-state");
        output.Attributes.RemoveAll("title");
        output.Content.SetHtmlContent(Parts.Icon(Icon));
        output.Content.AppendHtml("<p class=\"empty-state-title\">");
        output.Content.Append(Title);
        output.Content.AppendHtml("</p>");
        output.Content.AppendHtml(content);
    }
}
