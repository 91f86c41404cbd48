using System.Text.RegularExpressions;
using SalesSupport.Notices.Letters;

namespace SalesSupport.Notices.Chat;

/// <summary>A message in the form of each service. Names are other people's text: nothing in them may mean anything to the service.</summary>
internal static partial class ChatForms
{
    /// <summary>https://api.slack.com/messaging/webhooks: text with three escaped characters, links as &lt;url|words&gt;.</summary>
    public static object Slack(Message message) => new { text = string.Join('\n', [message.Subject == message.Lines[0].Text ? "" : $"*{Slack(message.Subject)}*", .. message.Lines.Select(l => Slack(l))]).Trim() };

    /// <summary>An Adaptive Card, as incoming web hooks and workflows of Teams take it.</summary>
    public static object Teams(Message message) => new
    {
        type = "message",
        attachments = new[]
        {
            new
            {
                contentType = "application/vnd.microsoft.card.adaptive",
                content = new
                {
                    type = "AdaptiveCard",
                    version = "1.4",
                    body = message.Lines.Select(l => (object)new { type = "TextBlock", wrap = true, text = l.Url is null ? Markdown(l.Text) : $"[{Markdown(l.Text)}]({l.Url})" })
                        .Prepend(new { type = "TextBlock", wrap = true, weight = "Bolder", text = Markdown(message.Subject) }),
                },
            },
        },
    };

    /// <summary>https://developer.chatwork.com/docs/message-notation: tags in square brackets.</summary>
    public static string Chatwork(Message message) => $"[info][title]{Untagged(message.Subject)}[/title]{string.Join('\n', message.Lines.Select(l => l.Url is null ? Untagged(l.Text) : $"{Untagged(l.Text)}\n{l.Url}"))}[/info]";

    private static string Slack(MessageLine line) => line.Url is null ? Slack(line.Text) : $"<{line.Url}|{Slack(line.Text).Replace('|', '｜')}>";

    private static string Slack(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Markdown(string text) => Special().Replace(text, @"\$0");

    private static string Untagged(string text) => text.Replace('[', '［').Replace(']', '］');

    [GeneratedRegex(@"[\\`*_{}\[\]()<>#+\-.!|~]")]
    private static partial Regex Special();
}
