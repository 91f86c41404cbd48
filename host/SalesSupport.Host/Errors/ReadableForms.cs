using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SalesSupport.Host.Errors;

/// <summary>Reads a posted form before anything else does, so that one that is too large or broken is answered with 413 or 400, not as a fault of ours.</summary>
internal sealed partial class ReadableForms(RequestDelegate next, IOptions<FormOptions> limits)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType && !http.Request.Path.StartsWithSegments("/error", StringComparison.Ordinal))
        {
            var refusal = await ReadAsync(http);
            if (refusal is { } status)
            {
                // So that the error page does not try to read it again.
                http.Request.ContentType = null;
                http.Response.StatusCode = status;
                return;
            }
        }

        await next(http);
    }

    private async Task<int?> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.Length > 0 && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return StatusCodes.Status415UnsupportedMediaType;        // the framework reads percent signs as UTF-8 always, so words in Shift_JIS would be stored as broken characters
        }

        var urlEncoded = request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        try
        {
            if (urlEncoded)
            {
                request.EnableBuffering();
            }

            await ReadAsync(request, http.RequestAborted);
            return urlEncoded && request.Form.Any(f => MayBeBroken().IsMatch(f.Key) || f.Value.Any(v => v is not null && MayBeBroken().IsMatch(v))) ? await ReadLenientlyAsync(request) : null;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode;
        }
        catch (InvalidDataException e) when (e.Message.Contains("limit", StringComparison.Ordinal))
        {
            return StatusCodes.Status413PayloadTooLarge;        // the framework tells too large from broken by its words only
        }
        catch (InvalidDataException) when (urlEncoded)
        {
            return await ReadLenientlyAsync(request);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return StatusCodes.Status400BadRequest;        // a part without its end, a boundary that is missing
        }
    }

    // The framework's task is null when the body ends on another thread while this one is still asking (FormFeature clears the task as it sets the form): seen once in some ten thousand saves.
    private static async Task ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ReadFormAsync(cancel) is { } reading)
        {
            await reading;
            return;
        }

        while (request.HttpContext.Features.GetRequiredFeature<IFormFeature>().Form is null)
        {
            await Task.Yield();
        }
    }

    /// <summary>
    /// The framework refuses a whole form for one NUL in it, and of bytes that are no UTF-8 it makes the letters %FF, which nobody typed. Read as any other text, with the mark for what is
    /// broken, both are refused beside their field, and nothing of what was typed is lost.
    /// </summary>
    private async Task<int?> ReadLenientlyAsync(HttpRequest request)
    {
        request.Body.Position = 0;
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var pairs = (await reader.ReadToEndAsync()).Split('&', StringSplitOptions.RemoveEmptyEntries);
        if (pairs.Length > limits.Value.ValueCountLimit || Array.Exists(pairs, p => p.Length > limits.Value.ValueLengthLimit))
        {
            return StatusCodes.Status413PayloadTooLarge;
        }

        request.Form = new FormCollection(pairs.Select(p => p.Split('=', 2)).GroupBy(p => WebUtility.UrlDecode(p[0]), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => new StringValues([.. g.Select(p => p.Length == 2 ? WebUtility.UrlDecode(p[1]) : "")]), StringComparer.OrdinalIgnoreCase));
        return null;
    }

    // Left over by the framework, or typed so: only the body itself tells.
    [GeneratedRegex("%[89A-F][0-9A-F]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MayBeBroken();
}
