using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>What a destination's spec says about one try.</summary>
internal sealed record SenderSettings
{
    /// <summary>From the start of a try to the end of its answer.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>What a 401 means depends on it.</summary>
    public AuthenticationType Authentication { get; init; }

    /// <summary>Null: the table alone.</summary>
    public StatusOverrides? Statuses { get; init; }

    /// <summary>Asked before every try, so that a rotated token is used at once.</summary>
    public Func<Authorization> Authorize { get; init; } = static () => Authorization.None;

    /// <summary>Null: nobody.</summary>
    public ITryWatch? Watch { get; init; }
}
