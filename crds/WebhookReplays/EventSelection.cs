using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.WebhookReplays;

/// <summary>Which events of the source's log. What retention has removed by then cannot be sent; the status says since when the log has events.</summary>
[CelRule("!has(self.until) || self.since < self.until", "until must be later than since", nameof(EndsAfterItsBeginning))]
public sealed record EventSelection
{
    /// <summary>Those that were accepted then or later, such as 2026-01-31T12:00:00Z.</summary>
    public required DateTime Since { get; init; }

    /// <summary>Those that were accepted before. Absent: all up to when the replay begins.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Of them, the events that this expression is true of, such as type = "track". The triggers of the mappings hold besides. Absent: all.</summary>
    [Length(1, 5120)]
    public string? Trigger { get; init; }

    internal bool EndsAfterItsBeginning => Until is null || Since < Until;
}
