using System.Net;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace SalesSupport.Abstractions;

/// <summary>
/// <c>&lt;field for="Name" label="@T["Name"]" help="…" required&gt;&lt;input asp-for="Name" /&gt;&lt;/field&gt;</c>: label above, 必須 as a chip, help under the label,
/// the error under the control in plain words. The control inside is tied to help and error by <see cref="ControlTagHelper"/>.
/// </summary>
[HtmlTargetElement("field", Attributes = "for")]
public sealed class FieldTagHelper : TagHelper
{
    /// <summary>The property of the form.</summary>
    public ModelExpression For { get; set; } = null!;

    /// <summary>The words of the label.</summary>
    public string Label { get; set; } = "";

    /// <summary>A sentence under the label, or null.</summary>
    public string? Help { get; set; }

    /// <summary>Shows 必須.</summary>
    public bool Required { get; set; }

    /// <summary>The page.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        var extra = output.Attributes["class"]?.Value?.ToString();
        output.Attributes.SetAttribute("class", $"field {extra}".Trim());
        output.Content.SetHtmlContent($"<label class=\"form-label\" for=\"{id}\">{WebUtility.HtmlEncode(Label)}");
        if (Required)
        {
            output.Content.AppendHtml($"<span class=\"must\">{WebUtility.HtmlEncode(HouseTexts.Get("Required"))}</span>");
        }

        output.Content.AppendHtml("</label>");
        if (Help is not null)
        {
            output.Content.AppendHtml($"<p class=\"form-hint\" id=\"{id}-help\">{WebUtility.HtmlEncode(Help)}</p>");
        }

        output.Content.AppendHtml(content);
        var error = ViewContext.ViewData.ModelState.TryGetValue(name, out var state) && state.Errors.Count > 0 ? state.Errors[0].ErrorMessage : "";
        if (error == HouseTexts.Get("ValueRequired"))
        {
            error = HouseTexts.Get("ValueRequiredOf", Label);       // 会社名を入力してください: the label is known only here
        }

        output.Content.AppendHtml($"<p class=\"field-error\" id=\"{id}-error\" data-valmsg-for=\"{WebUtility.HtmlEncode(name)}\">{WebUtility.HtmlEncode(error)}</p>");
    }
}

/// <summary>Gives each control that is bound to a form property the kit's class, its length limit, and, inside a <c>field</c>, its ties to help and error.</summary>
[HtmlTargetElement("input", Attributes = "asp-for")]
[HtmlTargetElement("textarea", Attributes = "asp-for")]
[HtmlTargetElement("select", Attributes = "asp-for")]
public sealed class ControlTagHelper : TagHelper
{
    /// <summary>After the framework's own helpers.</summary>
    public override int Order => 1000;

    /// <summary>The property of the form.</summary>
    [HtmlAttributeName("asp-for")]
    public ModelExpression For { get; set; } = null!;

    /// <summary>The page.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var type = output.Attributes["type"]?.Value?.ToString();
        if (type == "hidden")
        {
            return;
        }

        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        var kit = type is "checkbox" or "radio" ? "form-check-input" : output.TagName == "select" ? "form-select" : "form-control";
        var invalid = ViewContext.ViewData.ModelState.TryGetValue(name, out var state) && state.Errors.Count > 0;
        output.Attributes.SetAttribute("class", $"{kit} {output.Attributes["class"]?.Value} {(invalid ? "is-invalid" : "")}".Trim());
        output.Attributes.SetAttribute("aria-describedby", $"{id}-help {id}-error");
        if (invalid)
        {
            output.Attributes.SetAttribute("aria-invalid", "true");
        }

        if (output.TagName != "select" && !output.Attributes.ContainsName("maxlength") && For.Metadata.ValidatorMetadata.OfType<PlainTextAttribute>().FirstOrDefault() is { } limit)
        {
            output.Attributes.SetAttribute("maxlength", limit.Maximum);
        }
    }
}
