using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Cli.DeadLetters;

/// <summary>The options that say which dead letters.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _destination = new("--destination", "-d") { Description = "Of this WebhookDestination, also of one that is gone", HelpName = "NAME" };

    private readonly Option<string?> _mapping = new("--mapping", "-m") { Description = "Of this WebhookMapping", HelpName = "NAME" };

    private readonly Option<DeadLetterReason[]> _reason = new("--reason")
    {
        Description = $"Given up for this reason; several times for one of several: {string.Join(", ", Enum.GetNames<DeadLetterReason>())}",
        HelpName = "REASON",
    };

    private readonly Option<DateTimeOffset?> _since = TimeOption.Create("--since", "Given up then or later: a time (2026-01-31T12:00:00Z), or how long ago (2h)");

    private readonly Option<DateTimeOffset?> _until = TimeOption.Create("--until", "Given up before: a time, or how long ago");

    private readonly Option<string?> _messageId = new("--message-id") { Description = "Of the event with this messageId", HelpName = "ID" };

    private readonly Option<string?> _webhookId = new("--webhook-id") { Description = "With this webhook-id", HelpName = "ID" };

    private IEnumerable<Option> All => [_destination, _mapping, _reason, _since, _until, _messageId, _webhookId];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether any of them is given.</summary>
    public bool IsGiven(SymbolResult result) => All.Any(option => result.GetResult(option) is { Implicit: false });

    public DeadLetterFilter Read(ParseResult result) => new()
    {
        Destination = result.GetValue(_destination),
        Mapping = result.GetValue(_mapping),
        Reasons = result.GetValue(_reason) is { Length: > 0 } reasons ? reasons : null,
        Since = result.GetValue(_since),
        Until = result.GetValue(_until),
        MessageId = result.GetValue(_messageId),
        WebhookId = result.GetValue(_webhookId),
    };

    /// <summary>As the inspect API takes it in a URL, with <c>?</c>; empty for all.</summary>
    public static string QueryOf(DeadLetterFilter filter, params IEnumerable<(string Name, string? Value)> others)
    {
        (string Name, string? Value)[] pairs =
        [
            ("id", filter.Ids is { } ids ? string.Join(',', ids) : null),
            ("destination", filter.Destination),
            ("mapping", filter.Mapping),
            ("reason", filter.Reasons is { } reasons ? string.Join(',', reasons) : null),
            ("since", filter.Since?.ToString("O", CultureInfo.InvariantCulture)),
            ("until", filter.Until?.ToString("O", CultureInfo.InvariantCulture)),
            ("messageId", filter.MessageId),
            ("webhookId", filter.WebhookId),
            .. others,
        ];
        var text = string.Join('&', pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value ?? "")}"));
        return text.Length == 0 ? "" : $"?{text}";
    }
}
