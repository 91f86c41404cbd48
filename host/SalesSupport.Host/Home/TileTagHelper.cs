using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Home;

/// <summary>Renders a module's tile to the side first, so that a view that fails leaves nothing half-written on the page.</summary>
[HtmlTargetElement("tile", Attributes = "of")]
public sealed class TileTagHelper(IHtmlHelper html, HtmlEncoder encoder, ILogger<TileTagHelper> log) : TagHelper
{
    public HomeTile Of { get; set; } = null!;

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        try
        {
            ((IViewContextAware)html).Contextualize(ViewContext);
            var content = await html.PartialAsync(Of.View, Of.Model);
            await using var written = new StringWriter();
            content.WriteTo(written, encoder);
            output.Content.SetHtmlContent(written.ToString());
        }
        catch (Exception e) when (!ViewContext.HttpContext.RequestAborted.IsCancellationRequested)
        {
            log.LogError(e, "The tile {View} failed; the page goes on without it", Of.View);
            output.SuppressOutput();
        }
    }
}
