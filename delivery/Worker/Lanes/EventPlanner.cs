using System.Globalization;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Which webhooks an event makes for one destination: the integrations object, the triggers, the insert function, the triggers once more, then each matching mapping's request. One thread at a time.</summary>
internal sealed class EventPlanner : IDisposable
{
    private static readonly WebhookTarget NoTarget = new() { Method = "POST", Url = "" };

    private readonly RenderedRequest _rendered = new();
    private readonly List<PlannedDelivery> _deliveries = [];
    private DestinationSettings? _settings;
    private byte[] _displayName = [];
    private TargetCache[] _targets = [];

    /// <summary>Null when the event makes at least one webhook; they are in <see cref="Deliveries"/> then.</summary>
    /// <param name="position">The event's in the log.</param>
    /// <param name="document">The event; null where its bytes are none.</param>
    /// <param name="lane">What the lane works by.</param>
    public FilterReason? Plan(LogPosition position, EventDocument? document, LaneSettings lane)
    {
        var settings = lane.Destination;
        Use(settings);
        _deliveries.Clear();
        Told = null;
        if (document is null)
        {
            return FilterReason.Unreadable;
        }

        if (!IntegrationsObject.Allows(document, _displayName))
        {
            return FilterReason.Integrations;
        }

        if (!lane.IsComplete)
        {
            // The lane is about to be held: whoever sees it first, nothing goes past the function.
            _deliveries.Add(TheEvent(position, document, new FunctionOutcome { Verdict = FunctionVerdict.Retry, Message = "it cannot run" }));
            return null;
        }

        return lane.Function is null ? PlanRequests(position, document, document, settings, FilterReason.NoMapping) : PlanChanged(position, document, lane, lane.Function);
    }

    /// <summary>What the last plan gave; valid until the next.</summary>
    public IReadOnlyList<PlannedDelivery> Deliveries => _deliveries;

    /// <summary>The function's console, and what came of it where that was no event; null without a function, or with nothing to tell.</summary>
    public FunctionOutcome? Told { get; private set; }

    public void Dispose() => _rendered.Dispose();

    private FilterReason? PlanChanged(LogPosition position, EventDocument document, LaneSettings lane, FunctionPool function)
    {
        if (!lane.Destination.Mappings.Any(mapping => mapping.Mapping.Matches(document)))
        {
            return FilterReason.NoMapping;
        }

        var outcome = function.Run(document);
        Told = outcome.Verdict != FunctionVerdict.Returned || outcome.Console.Length > 0 ? outcome : null;
        switch (outcome.Verdict)
        {
            case FunctionVerdict.Returned:
                using (var changed = ReferenceEquals(outcome.Event, document) ? null : outcome.Event)
                {
                    return PlanRequests(position, document, changed ?? document, lane.Destination, FilterReason.FunctionUnmatched);
                }

            case FunctionVerdict.Dropped:
                return FilterReason.FunctionDropped;
            case FunctionVerdict.NotSupported:
                return FilterReason.FunctionNotSupported;
            default:
                _deliveries.Add(TheEvent(position, document, outcome));
                return null;
        }
    }

    /// <param name="position">The event's.</param>
    /// <param name="original">As it is in the log: the ids of its webhooks follow from it.</param>
    /// <param name="document">What the mappings see.</param>
    /// <param name="settings">The destination's.</param>
    /// <param name="unmatched">What it is called when no trigger matches.</param>
    private FilterReason? PlanRequests(LogPosition position, EventDocument original, EventDocument document, DestinationSettings settings, FilterReason unmatched)
    {
        string? messageId = null;
        for (var index = 0; index < settings.Mappings.Count; index++)
        {
            var mapping = settings.Mappings[index];
            if (mapping.Mapping.Matches(document))
            {
                messageId ??= MessageIdOf(position, original);
                _deliveries.Add(Render(mapping, document, WebhookIds.Of(messageId, mapping.Name), ref _targets[index]));
            }
        }

        return _deliveries.Count == 0 ? unmatched : null;
    }

    private static PlannedDelivery TheEvent(LogPosition position, EventDocument document, FunctionOutcome outcome)
    {
        var request = new WebhookRequest
        {
            WebhookId = WebhookIds.Of(MessageIdOf(position, document), PlannedDelivery.TheEvent),
            Target = NoTarget,
            Body = document.ToBytes(),
        };
        var console = outcome.Console.Length > 0 ? $"; console: {outcome.Console}" : "";
        return new PlannedDelivery(PlannedDelivery.TheEvent, request, $"insert function: {outcome.Detail}{console}", outcome.Verdict);
    }

    private static string MessageIdOf(LogPosition position, EventDocument document) =>
        document.Root.Member("messageId"u8).GetText() ?? position.Value.ToString(CultureInfo.InvariantCulture);

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
            cache = new TargetCache(_rendered.Target, TargetOf(_rendered.Target, mapping.Batch));
        }

        // A copy: the rendering is used again for the next event, the bytes are needed until the delivery is settled.
        ReadOnlyMemory<byte>? body = _rendered.HasBody ? _rendered.Body.ToArray() : default(ReadOnlyMemory<byte>?);
        var request = new WebhookRequest { WebhookId = webhookId, Target = cache.Target, Body = body };
        if (mapping.Batch is not { } rules)
        {
            return new PlannedDelivery(mapping.Name, request, null);
        }

        return BatchFit.Check(_rendered, rules) is { } unfit
            ? new PlannedDelivery(mapping.Name, request, unfit.Problem) { Reason = unfit.Reason }
            : new PlannedDelivery(mapping.Name, request, null) { Batched = mapping };
    }

    private static WebhookTarget TargetOf(RequestTarget target, BatchRules? batch) => new()
    {
        Method = target.Method.ToString(),
        Url = target.Url.AbsoluteUri,
        Headers = [.. target.Headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
        ContentType = target.HasContentType ? target.ContentType : batch?.Frame.ContentType ?? target.ContentType,
    };

    /// <summary>A mapping's last target, as the engine gave it and as it is sent: most mappings have one.</summary>
    private readonly record struct TargetCache(RequestTarget? Rendered, WebhookTarget Target);
}
