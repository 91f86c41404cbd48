using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Alerts;
using SalesSupport.Notices.Chat;
using SalesSupport.Notices.Data;
using SalesSupport.Notices.Destinations;
using SalesSupport.Notices.Digests;
using SalesSupport.Notices.Letters;
using SalesSupport.Notices.Mail;

namespace SalesSupport.Notices;

/// <summary>通知: what happened to one's reports, by mail and in chat services, at once or once a day, as each user chooses.</summary>
internal sealed class NoticesModule : IModule
{
    public string Name => "Notices";

    public Type? Database => typeof(NoticesDbContext);

    public IEnumerable<ScheduledJob> Jobs => [new(typeof(SendDigests), SendDigests.Cron)];

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(MailSettings.Of(configuration));
        services.AddSingleton(ChatSettings.From(configuration));
        services.AddSingleton<Mailer>();
        services.AddSingleton<ChatPosts>();
        services.AddSingleton<Secrets>();
        services.AddScoped<LetterText>();
        services.AddSingleton<AlertLetters>();
        services.AddSingleton<Watch>();
        services.AddHostedService(s => s.GetRequiredService<Watch>());
    }
}
