using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using SalesSupport.Host.Errors;

namespace SalesSupport.House.Tests;

/// <summary>A posted form is read before anything else, also when the framework trips over its own feet.</summary>
public sealed class ReadableFormsTests
{
    [Fact]
    public async Task A_form_whose_end_came_while_it_was_being_asked_for_is_read()
    {
        var http = new DefaultHttpContext { Request = { Method = "POST", Path = "/reports", ContentType = "application/x-www-form-urlencoded" } };
        http.Features.Set<IFormFeature>(new Overtaken());
        var reached = false;
        await new ReadableForms(
            next =>
            {
                reached = true;
                Assert.Equal("訪問", next.Request.Form["Note"]);
                return Task.CompletedTask;
            },
            Options.Create(new FormOptions())).InvokeAsync(http);
        Assert.True(reached);
        Assert.Equal(200, http.Response.StatusCode);
    }

    // As FormFeature behaves when another thread sets the form between its two lines "keep the task" and "return what is kept".
    private sealed class Overtaken : IFormFeature
    {
        private int asked;

        public bool HasFormContentType => true;

        // And a moment later than the task is gone.
        public IFormCollection? Form
        {
            get => asked++ < 3 ? null : new FormCollection(new() { ["Note"] = "訪問" });
            set => throw new NotSupportedException();
        }

        public IFormCollection ReadForm() => Form!;

#pragma warning disable MA0022 // Just that is what the framework does.
        public Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken) => null!;
#pragma warning restore MA0022
    }
}
