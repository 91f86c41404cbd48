using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.WebEncoders;
using SalesSupport.Abstractions;
using SalesSupport.Engines;
using SalesSupport.Host.Errors;
using SalesSupport.Host.Health;
using SalesSupport.Host.Modules;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Shell;

/// <summary>MVC, languages, safety headers, error pages and the order in which a request passes them.</summary>
internal static class ShellPipeline
{
    /// <summary>More fields than any honest form has; beyond it the request is refused before it costs anything.</summary>
    public const int MostFormFields = 4000;

    public static void AddShell(this IServiceCollection services, IReadOnlyList<LoadedModule> modules, IConfiguration configuration)
    {
        services.AddLocalization(o => o.ResourcesPath = "Resources");
        services.AddSingleton<ResourceManagerStringLocalizerFactory>().AddSingleton<IStringLocalizerFactory, KnownTextsFactory>();
        services.AddSingleton<HostMenu>();
        services.AddSingleton<Errors.FormTyped>();
        services.AddSingleton<Assets>();
        services.AddScoped(sp => new Settings.SettingsSections(sp.GetRequiredService<ModuleCatalog>(), sp.GetRequiredService<IStringLocalizerFactory>()));
        services.AddScoped<Outbox.OutboxWords>();
        services.AddScoped<ISearchSource, Settings.FindSettings>();
        services.AddScoped(sp => new Shell(
            sp.GetRequiredService<HostMenu>(),
            sp.GetRequiredService<IStringLocalizerFactory>(),
            sp.GetRequiredService<IAuthorizationService>(),
            sp.GetRequiredService<ISlots<IMenuBadge>>(),
            sp.GetRequiredService<CurrentUser>()));
        // Japanese as it is, not as numbers: half the size, and less work.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<FormOptions>(o =>
        {
            o.ValueCountLimit = MostFormFields;
            o.ValueLengthLimit = 1024 * 1024;
        });
        // The built front end only: pages hold secrets, and compressing those beside typed text would leak them by length.
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = ["text/css", "text/javascript", "application/javascript", "image/svg+xml"];
        });
        services.AddAntiforgery(o =>
        {
            o.HeaderName = "RequestVerificationToken";
            o.Cookie.Guard("salessupport.form", configuration);
            o.Cookie.SameSite = SameSiteMode.Lax;
        });
        services.Configure<CookieTempDataProviderOptions>(o => o.Cookie.Guard("salessupport.told", configuration));
        var mvc = services.AddMvc(o =>
        {
            // They read each form and query once more, for names such as a[b], which none here has.
            o.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
            o.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
            o.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
            o.Filters.Add(new LoadShell());
            o.Filters.Add(new RefusedForms());
            o.Filters.Add<KeptForms>();
            o.Filters.Add<BrokenRules>();
            o.Conventions.Add(new HeadIsGet());
            o.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            o.ModelBinderProviders.Insert(0, new TypedTextBinderProvider());
            o.ModelMetadataDetailsProviders.Add(new HouseMessages());
            HouseMessages.Words(o.ModelBindingMessageProvider);
        });
        services.Configure<CacheTagHelperOptions>(o => o.SizeLimit = 4 * 1024 * 1024);        // bytes of menus kept, see Shell.Sight
        services.AddSingleton<CookieTempDataProvider>();
        services.AddSingleton<ITempDataProvider, ToldOnce>();
        mvc.AddModules(modules);
        mvc.AddDataAnnotationsLocalization(o => o.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(HouseTexts)));
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAccess>();
        services.Configure<RequestLocalizationOptions>(o =>
        {
            o.SetDefaultCulture("ja").AddSupportedCultures("ja", "en").AddSupportedUICultures("ja", "en");
            o.ApplyCurrentCultureToResponseHeaders = true;
            o.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = OwnCookie.Name(Language.Cookie, configuration) }, new AcceptLanguageHeaderRequestCultureProvider()];
        });
    }

    public static void UseShell(this WebApplication app)
    {
        app.UseHealth();
        app.UseOwnAddress();
        app.UseSafetyHeaders();
        app.UseRequestLocalization();
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseResponseCompression();
        var kinds = new FileExtensionContentTypeProvider();
        foreach (var (extension, kind) in kinds.Mappings.Where(m => m.Value.StartsWith("text/", StringComparison.Ordinal) || m.Key is ".svg" or ".json" or ".webmanifest").ToArray())
        {
            kinds.Mappings[extension] = $"{kind}; charset=utf-8";
        }

        app.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = kinds,
            OnPrepareResponse = c => c.Context.Response.Headers.CacheControl = c.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=300",
        });
        app.UseOwnHostsOnly();
        app.UseMiddleware<ReadableForms>();
        app.Use((http, next) =>
        {
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            {
                http.Response.OnStarting(() => OnTheDiskAsync(http));
            }

            return next();
        });
        app.UseRouting();
        // Authentication also answers the addresses of OpenID Connect, most of which are no endpoints. The house's own policies name the scheme that authenticates them and need not ask every handler first.
        app.UseWhen(
            http => http.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy is not (Policies.User or Policies.Administrator or Policies.Operator),
            branch =>
            {
                branch.UseAuthentication();
                branch.UsePageIdentity();
            });
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;        // else the framework adds it by itself, for all
        app.Use((http, next) =>
        {
            if (http.GetEndpoint() is { } endpoint)
            {
                // Routing's own answer to a wrong method (405) or form (415) is no route, has no policy, and would be refused.
                return endpoint is RouteEndpoint ? next() : endpoint.RequestDelegate!(http);
            }

            // Before authorization, which would ask for a sign-on to a page that does not exist.
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        app.UseAuthorization();
        app.Use((http, next) =>
        {
            PageIdentity.Remember(http);
            // The only place where a request gets its member: the sign-in ticket that the route's policy accepted.
            if (Guid.TryParse(http.User.FindFirst(TicketClaims.Tenant)?.Value, out var tenant))
            {
                http.RequestServices.GetRequiredService<TenantScope>().Enter(tenant);
            }

            return next();
        });
        app.MapControllers();
    }

    // The second press of a button finds what the first has committed, and says that it is saved: not before it lies on the disk.
    private static async Task OnTheDiskAsync(HttpContext http)
    {
        try
        {
            await http.RequestServices.GetRequiredService<UnitOfWork>().SettleAsync();
        }
        catch (GroupCommit.DiskFailed) when (http.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            // It says that something was not saved, and stays as it is.
        }
    }
}
