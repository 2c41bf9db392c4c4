using System.Globalization;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Which webhooks an event makes for one destination: the integrations object, then the triggers, then each matching mapping's request. One thread at a time.</summary>
internal sealed class EventPlanner : IDisposable
{
    private static readonly WebhookTarget NoTarget = new() { Method = "POST", Url = "" };

    private readonly RenderedRequest _rendered = new();
    private readonly List<PlannedDelivery> _deliveries = [];
    private DestinationSettings? _settings;
    private byte[] _displayName = [];
    private TargetCache[] _targets = [];

    /// <summary>Null when the event makes at least one webhook; they are in <see cref="Deliveries"/> then.</summary>
    public FilterReason? Plan(LogEvent entry, EventDocument? document, DestinationSettings settings)
    {
        Use(settings);
        _deliveries.Clear();
        if (document is null)
        {
            return FilterReason.Unreadable;
        }

        if (!IntegrationsObject.Allows(document, _displayName))
        {
            return FilterReason.Integrations;
        }

        string? messageId = null;
        for (var index = 0; index < settings.Mappings.Count; index++)
        {
            var mapping = settings.Mappings[index];
            if (mapping.Mapping.Matches(document))
            {
                messageId ??= MessageIdOf(entry, document);
                _deliveries.Add(Render(mapping, document, WebhookIds.Of(messageId, mapping.Name), ref _targets[index]));
            }
        }

        return _deliveries.Count == 0 ? FilterReason.NoMapping : null;
    }

    /// <summary>What the last plan gave; valid until the next.</summary>
    public IReadOnlyList<PlannedDelivery> Deliveries => _deliveries;

    public void Dispose() => _rendered.Dispose();

    private static string MessageIdOf(LogEvent entry, EventDocument document) =>
        document.Root.Member("messageId"u8).GetText() ?? entry.Position.Value.ToString(CultureInfo.InvariantCulture);

    private void Use(DestinationSettings settings)
    {
        if (!ReferenceEquals(_settings, settings))
        {
            _settings = settings;
            _displayName = IntegrationsObject.NameOf(settings.Config.DisplayName);
            _targets = new TargetCache[settings.Mappings.Count];
        }
    }

    private PlannedDelivery Render(MappingSettings mapping, EventDocument document, string webhookId, ref TargetCache cache)
    {
        if (mapping.Mapping.Render(document, _rendered) is { } error)
        {
            return new PlannedDelivery(mapping.Name, new WebhookRequest { WebhookId = webhookId, Target = NoTarget }, error.Message);
        }

        if (!ReferenceEquals(cache.Rendered, _rendered.Target))
        {
            cache = new TargetCache(_rendered.Target, TargetOf(_rendered.Target));
        }

        // A copy: the rendering is used again for the next event, the bytes are needed until the delivery is settled.
        ReadOnlyMemory<byte>? body = _rendered.HasBody ? _rendered.Body.ToArray() : default(ReadOnlyMemory<byte>?);
        return new PlannedDelivery(mapping.Name, new WebhookRequest { WebhookId = webhookId, Target = cache.Target, Body = body }, null);
    }

    private static WebhookTarget TargetOf(RequestTarget target) => new()
    {
        Method = target.Method.ToString(),
        Url = target.Url.AbsoluteUri,
        Headers = [.. target.Headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
        ContentType = target.ContentType,
    };

    /// <summary>A mapping's last target, as the engine gave it and as it is sent: most mappings have one.</summary>
    private readonly record struct TargetCache(RequestTarget? Rendered, WebhookTarget Target);
}
