using Microsoft.Extensions.Localization;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Outbox;

/// <summary>Items of the outbox in the reader's language, by the words of the module that sends them.</summary>
internal sealed class OutboxWords(Subscribers subscribers, IServiceProvider services, IStringLocalizerFactory texts, IStringLocalizer<Texts> own, ILogger<OutboxWords> log)
{
    public async Task<string> WhatAsync(OutboxItem item, CancellationToken cancel)
    {
        if (!subscribers.ByName.TryGetValue(item.Subscriber, out var subscriber))
        {
            return own["OutboxNobody", item.Subscriber.Split('.')[0]];
        }

        try
        {
            return await subscriber.DescribeAsync(services, item.Fact, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogError(e, "{Subscriber} cannot say what its item is", item.Subscriber);
            return own["OutboxUnknown"];
        }
    }

    public string? Why(OutboxItem item)
    {
        if (item.Why is not { } key)
        {
            return null;
        }

        var module = subscribers.ByName.GetValueOrDefault(item.Subscriber)?.Module.Texts;
        return module is not null && texts.Create(module)[key] is { ResourceNotFound: false } words ? words.Value : own[key].Value;
    }
}
