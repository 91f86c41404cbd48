using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests.SeveralHosts;

/// <summary>What can be taken back comes back whole from the table in which several hosts keep it.</summary>
[Trait("Bar", "engines")]
public sealed class TakenBackTests
{
    [Fact]
    public async Task Every_entity_that_anybody_takes_back_has_all_its_values_in_properties_that_can_be_set()
    {
        await using var host = await TestHost.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var contexts = scope.ServiceProvider.GetServices<ModuleDbContext>().ToArray();
        var taken = contexts.Select(c => c.GetType().Assembly).Append(typeof(SalesSupport.Host.Arguments).Assembly).Distinct().SelectMany(a => a.GetTypes())
            .SelectMany(t => t.GetConstructors()).SelectMany(c => c.GetParameters()).Select(p => p.ParameterType)
            .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(JustDone<>)).Select(t => t.GetGenericArguments()[0]).Distinct().ToArray();
        var entities = contexts.SelectMany(c => c.Model.GetEntityTypes()).Where(e => taken.Contains(e.ClrType)).ToArray();
        Assert.InRange(entities.Length, 5, taken.Length);
        foreach (var entity in entities)
        {
            Assert.Empty(entity.GetNavigations());
            Assert.All(entity.GetProperties(), p => Assert.True(p.PropertyInfo is { GetMethod.IsPublic: true } shown && shown.DeclaringType!.GetProperty(shown.Name)!.CanWrite, $"{entity.ClrType.Name}.{p.Name}"));
        }
    }

    [Fact]
    public void An_entity_is_the_same_after_its_way_through_the_table()
    {
        var item = new OutboxItem { Subscriber = "Notices.SendLetter", Subject = "a", Fact = "{\"x\":\"表 <b>\"}", Since = new DateTimeOffset(2026, 11, 26, 1, 2, 3, TimeSpan.Zero) };
        item.Renew("{}", item.Since.AddTicks(7));
        item.Lease(Guid.CreateVersion7(), item.Since);
        item.Failed(new NotSent("ChatBusy", "503"), item.Since, 0.5);
        var back = Values.Read<OutboxItem>(Values.Write(item))!;
        Assert.All(typeof(OutboxItem).GetProperties(BindingFlags.Instance | BindingFlags.Public), p => Assert.Equal((p.Name, p.GetValue(item)), (p.Name, p.GetValue(back))));
        Assert.Equal(2, back.Version);
    }
}
