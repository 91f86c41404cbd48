using Microsoft.AspNetCore.Razor.TagHelpers;

namespace SalesSupport.Abstractions;

/// <summary><c>&lt;icon name="building" /&gt;</c>: a picture from the UI kit's set (Tabler, outline). Never speaks: the words stand beside it.</summary>
[HtmlTargetElement("icon", Attributes = "name")]
public sealed class IconTagHelper : TagHelper
{
    /// <summary>The icon's name in the kit. The build puts every name used in a view or a menu into one sprite.</summary>
    public string Name { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent($"<use href=\"/dist/icons.svg#{System.Text.Encodings.Web.HtmlEncoder.Default.Encode(Name)}\"></use>");
    }
}

/// <summary><c>&lt;face name="佐藤 美咲" /&gt;</c>: a person's first character in a circle, for the eye only.</summary>
[HtmlTargetElement("face", Attributes = "name")]
public sealed class FaceTagHelper : TagHelper
{
    /// <summary>The person's name.</summary>
    public string? Name { get; set; }

    /// <summary>Half size, for rows.</summary>
    public bool Small { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Small ? "face face-sm" : "face");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetContent(Parts.Initial(Name));
    }
}

/// <summary><c>&lt;chip kind="sent" icon="circle"&gt;提出済&lt;/chip&gt;</c>: a state as word, icon and colour.</summary>
[HtmlTargetElement("chip", Attributes = "kind")]
public sealed class ChipTagHelper : TagHelper
{
    /// <summary>draft (grey), sent (blue), back (orange), ok (green), miss (red outline) or tag (quiet).</summary>
    public string Kind { get; set; } = "tag";

    /// <summary>Name of an icon, or null. The five states have their own.</summary>
    public string? Icon { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"chip chip-{Kind}");
        if ((Icon ?? Parts.IconOf(Kind)) is { } icon)
        {
            output.PreContent.SetHtmlContent(Parts.Icon(icon));
        }
    }
}

/// <summary><c>&lt;when at="Model.SubmittedAt" /&gt;</c>: an instant in Japan time, <c>11/23(月) 18:30</c>, with its machine form.</summary>
[HtmlTargetElement("when", Attributes = "at")]
public sealed class WhenTagHelper : TagHelper
{
    /// <summary>The instant.</summary>
    public DateTimeOffset? At { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (At is not { } at)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", at.ToJapan().ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
        output.Content.SetContent(HouseTexts.Instant(at));
    }
}

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
        output.Content.SetHtmlContent($"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/dist/icons.svg#{Icon}\"></use></svg><p class=\"empty-state-title\">");
        output.Content.Append(Title);
        output.Content.AppendHtml("</p>");
        output.Content.AppendHtml(content);
    }
}
