using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.EndToEndTests;

/// <summary>
/// The walk of <see cref="ForeignIdsTests"/> goes on into forms and queries: every id that an action takes beside its route, and the second id of a route, found by reflection. Each answers 404
/// when it is another member's, and the same request with one of the member's own succeeds.
/// </summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
[Requirement("R51")]
public sealed partial class ForeignFieldsTests : IAsyncLifetime
{
    /// <summary>Ids that a form chooses itself for the row it makes, so that sending it twice makes one, and where a list goes on: whatever they are, they open nothing.</summary>
    private static readonly string[] Chosen = ["FormId", "CommentForm.Id", "After", "before"];

    /// <summary>Ids that are texts to model binding, because they may also be words.</summary>
    private static readonly (string Method, string Address, string Field)[] WordsOrIds = [("GET", "/customers", "owner"), ("POST", "/customers/changes", "Form.Owner"), ("GET", "/reports/board", "department")];

    private readonly Dictionary<string, ITenantOwned[]> mine = [];
    private readonly Dictionary<string, Guid> theirs = [];
    private TestHost host = null!;
    private Browser browser = null!;
    private Guid me;
    private string token = "";

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync(sample: true, reports: 60);
        using var other = await host.SignOnAsync("minato", "morita");
        using var earlier = await host.SignOnAsync("demo", "morita");       // a session that can be ended
        browser = await host.SignOnAsync("demo", "morita");
        me = await host.InScopeAsync(TenantScope.IdOf("portal", "demo"), async sp => (await sp.GetRequiredService<IPeople>().GetAsync(CancellationToken.None)).All.Single(p => p.Name == "森田 和也").Id);
        foreach (var (name, rows) in await RowsAsync("minato"))
        {
            theirs[name] = rows[0].Id;
        }

        token = await browser.TokenAsync();
        // A groupware that nothing is sent to; an account in it can be tried all the same, and is not reached.
        var settings = await browser.GetAsync("/settings/groupware");
        Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(settings, settings.MainForm, [("Form.IsOn", "false"), ("Form.Address", "https://127.0.0.1:1/"), ("Form.NameRule", "Login"), ("Form.Access", "OwnPasswords")])).Status);
        await ReadMineAsync();
        var report = mine["DailyReport"].First(r => Value(r, "State")?.ToString() == "Submitted");
        for (var i = 0; i < 5; i++)
        {
            // Some of them will be deleted.
            Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync($"/reports/{report.Id}/comments", ("text", $"わたしのコメント{i}"))).Status);
        }

        await ReadMineAsync();
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Any_id_of_another_member_in_a_form_or_query_answers_404_and_ones_own_do_not()
    {
        var faults = new List<string>();
        var fields = 0;
        foreach (var action in Actions())
        {
            // A restoration has something to restore only just after a deletion; its modules' tests show that it then takes the same filter.
            var restores = action.Template.EndsWith("restoration", StringComparison.Ordinal);
            foreach (var field in action.Fields)
            {
                fields++;
                await ReadMineAsync();        // their versions rise, and some go
                var address = Address(action.Template, hole => OwnOf(action, hole).Id);
                var filled = Filled(action);
                foreach (var (kind, id) in theirs)
                {
                    if (await SendAsync(action, address, filled, (field, id.ToString())) is var status and not HttpStatusCode.NotFound)
                    {
                        faults.Add($"{action} {field} with the id of a {kind}: {(int)status}");
                    }
                }

                var answers = new HashSet<HttpStatusCode>();
                foreach (var own in mine.Values.SelectMany(rows => rows.Take(3)).Select(r => r.Id).Distinct())
                {
                    answers.Add(await SendAsync(action, address, filled, (field, own.ToString())));
                    if (answers.Any(IsSuccess))
                    {
                        break;
                    }
                }

                if (!answers.Any(IsSuccess) && !restores)
                {
                    faults.Add($"{action} {field} succeeds with no id of one's own: {string.Join(", ", answers)}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(60)));
        Assert.True(fields >= 15, $"only {fields} fields");
    }

    [Fact]
    public async Task In_a_route_of_two_ids_a_foreign_one_behind_ones_own_answers_404_and_two_of_ones_own_do_not()
    {
        var faults = new List<string>();
        var routes = 0;
        foreach (var action in Actions().Where(a => Hole().Count(a.Template) > 1))
        {
            routes++;
            await ReadMineAsync();
            var filled = Filled(action);
            var holes = Hole().Matches(action.Template).Select(h => h.Value).ToArray();
            foreach (var (kind, id) in theirs)
            {
                foreach (var foreign in holes)
                {
                    if (await SendAsync(action, Address(action.Template, hole => hole == foreign ? id : OwnOf(action, hole).Id), filled) is var status and not HttpStatusCode.NotFound)
                    {
                        faults.Add($"{action} {foreign} of a {kind}: {(int)status}");
                    }
                }
            }

            var answer = await SendAsync(action, Address(action.Template, hole => OwnOf(action, hole).Id), filled);
            // A restoration has something to restore only just after a deletion; its modules' tests show that.
            if (!IsSuccess(answer) && !action.Template.EndsWith("restoration", StringComparison.Ordinal))
            {
                faults.Add($"{action} with two ids of one's own: {(int)answer}");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(60)));
        Assert.True(routes >= 6, $"only {routes} routes");
    }

    [Fact]
    public async Task The_form_of_a_report_which_is_read_by_hand_takes_no_foreign_id_either()
    {
        var company = OwnCompany();
        (string Name, Guid Own, IEnumerable<Guid> Foreign)[] fields =
        [
            ("Activities[0].CustomerId", company, theirs.Values),
            ("Activities[0].ContactId", mine["Contact"].First(c => (Guid)Value(c, "CompanyId")! == company).Id, theirs.Values),
            ("Recipients", mine["User"].First(u => u.Id != me).Id, theirs.Values),
        ];
        var later = 0;
        foreach (var verb in new[] { "draft", "copies", "edit", "submission" })
        {
            var address = $"/reports/{Day(++later)}/{verb}";
            (string, string)[] typed = [("Revision", "0"), ("Version", "0"), ("Activities[0].Text", "訪問しました")];
            foreach (var (name, own, foreign) in fields)
            {
                foreach (var id in foreign)
                {
                    Assert.Equal((HttpStatusCode.NotFound, address, name), ((await browser.PostAsync(address, [.. typed, (name, id.ToString())])).Status, address, name));
                }
            }

            Assert.Equal((HttpStatusCode.OK, address), ((await browser.PostAsync(address, [.. typed, .. fields.Select(f => (f.Name, f.Own.ToString()))])).Status, address));
        }
    }

    private IReadOnlyList<WalkedAction> Actions() =>
    [
        .. (from action in host.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<ControllerActionDescriptor>()
            let template = action.AttributeRouteInfo?.Template
            where template is not null && !template.StartsWith("operator", StringComparison.Ordinal)
            from method in action.ActionConstraints?.OfType<HttpMethodActionConstraint>().SelectMany(c => c.HttpMethods) ?? ["GET"]
            let fields = Fields(action, template).Concat(WordsOrIds.Where(w => w.Method == method && w.Address == "/" + template).Select(w => w.Field)).ToArray()
            where method is "GET" or "POST" && (fields.Length > 0 || Hole().Count(template) > 1)
            select new WalkedAction(action, method, "/" + template, fields))

            // What takes a row away comes last.
            .OrderBy(a => a.Template.EndsWith("deletion", StringComparison.Ordinal) || a.Template.EndsWith("removal", StringComparison.Ordinal) || a.Template.EndsWith("ending", StringComparison.Ordinal)),
    ];

    private static IEnumerable<string> Fields(ControllerActionDescriptor action, string template)
    {
        foreach (var parameter in action.Parameters.Cast<ControllerParameterDescriptor>())
        {
            if (IsId(parameter.ParameterType))
            {
                if (!template.Contains($"{{{parameter.Name}", StringComparison.Ordinal) && !Chosen.Contains(parameter.Name))
                {
                    yield return parameter.BindingInfo?.BinderModelName ?? parameter.Name;
                }
            }
            else if (parameter.ParameterType.Assembly.GetName().Name!.StartsWith("SalesSupport", StringComparison.Ordinal))
            {
                foreach (var property in Bound(parameter).Where(p => IsId(p.PropertyType) && !Chosen.Contains(p.Name) && !Chosen.Contains($"{parameter.ParameterType.Name}.{p.Name}")))
                {
                    yield return Prefix(parameter) + property.Name;
                }
            }
        }
    }

    private static IEnumerable<PropertyInfo> Bound(ControllerParameterDescriptor parameter) =>
        parameter.ParameterType.GetProperties().Where(p => p.CanWrite && p.SetMethod!.IsPublic && p.GetCustomAttribute<BindNeverAttribute>() is null);

    private static string Prefix(ControllerParameterDescriptor parameter) => parameter.ParameterInfo.GetCustomAttribute<BindAttribute>()?.Prefix is { } prefix ? prefix + "." : "";

    private static bool IsId(Type type) => type == typeof(Guid) || type == typeof(Guid?) || type == typeof(Guid[]) || type == typeof(List<Guid>);

    // Where it leads on to is not followed.
    private static bool IsSuccess(HttpStatusCode status) => (int)status < 400;

    private async Task<HttpStatusCode> SendAsync(WalkedAction action, string address, IReadOnlyList<(string Name, string Value)> filled, params (string Name, string Value)[] set)
    {
        if (action.Method == "GET")
        {
            return (await browser.GetAsync(address + string.Concat(set.Select((s, i) => $"{(i == 0 ? '?' : '&')}{s.Name}={s.Value}")))).Status;
        }

        using var answer = await browser.SendFormAsync(address, [.. filled.Where(f => Array.TrueForAll(set, s => s.Name != f.Name)), .. set, ("__RequestVerificationToken", token)]);
        return answer.StatusCode;
    }

    /// <summary>The form filled with what the row holds now, and with words where it asks for some.</summary>
    private IReadOnlyList<(string Name, string Value)> Filled(WalkedAction action)
    {
        var row = Hole().Matches(action.Template).LastOrDefault() is { } hole ? OwnOf(action, hole.Value) : null;
        var filled = new List<(string, string)> { ("revision", $"{Value(row, "Revision")}") };
        foreach (var parameter in action.Descriptor.Parameters.Cast<ControllerParameterDescriptor>().Where(p => p.ParameterType.Assembly.GetName().Name!.StartsWith("SalesSupport", StringComparison.Ordinal) && p.ParameterType.IsClass))
        {
            foreach (var property in Bound(parameter).Where(p => p.Name is not ("FormId" or "Id")))
            {
                var value = Value(row, property.Name) ?? (property.GetCustomAttribute<System.ComponentModel.DataAnnotations.RequiredAttribute>() is not null ? "言葉" : null);
                if (value is string or int or Guid or Enum)
                {
                    filled.Add((Prefix(parameter) + property.Name, string.Format(CultureInfo.InvariantCulture, "{0}", value)));
                }
            }
        }

        // No route names the customers that are ticked, and nothing is set on them unless it is chosen.
        return action.Template == "/customers/changes" ? [("Form.Ids", OwnCompany().ToString()), ("Form.Rank", "A")] : filled;
    }

    private static string Address(string template, Func<string, Guid> id) => Regex.Replace(Hole().Replace(template, h => id(h.Value).ToString()), @"\{[^}]+\}", Day(0));

    /// <summary>The row of one's own that an id in a route stands for: of the kind that the word before it names (comments → Comment), in the controller's module.</summary>
    private ITenantOwned OwnOf(WalkedAction action, string hole)
    {
        var word = action.Template[..action.Template.IndexOf(hole, StringComparison.Ordinal)].TrimEnd('/').Split('/')[^1];
        var kind = word == "customers" ? "Company" : word[..^1];
        var rows = mine.Where(m => m.Key.EndsWith(kind, StringComparison.OrdinalIgnoreCase)).OrderByDescending(m => m.Value[0].GetType().Assembly == action.Descriptor.ControllerTypeInfo.Assembly).Select(m => m.Value).FirstOrDefault();
        Assert.True(rows is not null, $"{action}: no row of the member is a {kind}; say here what the id stands for");
        var comment = mine["Comment"].First(c => (Guid)Value(c, "ById")! == me);
        return kind switch
        {
            "report" => rows.First(r => r.Id == (Guid)Value(comment, "ReportId")!),
            "comment" => comment,
            "session" => rows.First(r => (Guid)Value(r, "UserId")! == me),
            "Company" => rows.First(r => r.Id == OwnCompany()),
            "contact" or "site" => rows.First(r => (Guid)Value(r, "CompanyId")! == OwnCompany()),
            "user" => rows.First(r => r.Id != me),
            "view" => rows.First(r => (Guid)Value(r, "UserId")! == me),
            _ => rows[0],
        };
    }

    // One that has a site; they all have contact persons.
    private Guid OwnCompany() => (Guid)Value(mine["Site"][0], "CompanyId")!;

    private async Task ReadMineAsync()
    {
        foreach (var (name, rows) in await RowsAsync("demo"))
        {
            mine[name] = rows;
        }
    }

    private Task<Dictionary<string, ITenantOwned[]>> RowsAsync(string member) => host.InScopeAsync(TenantScope.IdOf("portal", member), async services =>
    {
        var all = new Dictionary<string, ITenantOwned[]>();
        foreach (var context in services.GetServices<ModuleDbContext>())
        {
            foreach (var type in context.Model.GetEntityTypes().Select(e => e.ClrType).Where(t => typeof(ITenantOwned).IsAssignableFrom(t) && t.Name != "AuditEntry" && !t.Name.StartsWith("CompanySearch", StringComparison.Ordinal)))
            {
                var set = (IQueryable)typeof(DbContext).GetMethod(nameof(DbContext.Set), Type.EmptyTypes)!.MakeGenericMethod(type).Invoke(context, null)!;
                if (await set.Cast<ITenantOwned>().AsNoTracking().ToListAsync() is { Count: > 0 } rows)
                {
                    all[type.Name] = [.. rows.OrderBy(r => r.Id.ToString("N"), StringComparer.Ordinal)];
                }
            }
        }

        return all;
    });

    private static object? Value(object? row, string property) => row?.GetType().GetProperty(property)?.GetValue(row);

    private static string Day(int later) => TimeProvider.System.Today().AddDays(later).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{[A-Za-z]*[iI]d(:[a-z]+)?\}")]
    private static partial Regex Hole();

    private sealed record WalkedAction(ControllerActionDescriptor Descriptor, string Method, string Template, IReadOnlyList<string> Fields)
    {
        public override string ToString() => $"{Method} {Template}";
    }
}
