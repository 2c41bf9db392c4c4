using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.WebhookReplays;

/// <summary>Which dead letters of the destination; everything that is set must hold.</summary>
[CelRule("!has(self.since) || !has(self.until) || self.since < self.until", "until must be later than since", nameof(EndsAfterItsBeginning))]
public sealed record DeadLetterSelection
{
    /// <summary>Only of this WebhookMapping.</summary>
    [Length(1, 63)]
    public string? Mapping { get; init; }

    /// <summary>Only those that were given up for one of these reasons.</summary>
    [Items(1, 16)]
    public IReadOnlyList<DeadLetterReason>? Reasons { get; init; }

    /// <summary>Only those that were given up then or later.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Only those that were given up before.</summary>
    public DateTime? Until { get; init; }

    internal bool EndsAfterItsBeginning => Since is null || Until is null || Since < Until;
}
