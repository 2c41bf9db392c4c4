using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>One webhook that an event makes, or the event itself where its insert function did not give one.</summary>
/// <param name="Mapping">The mapping's name; <see cref="TheEvent"/> for the event itself.</param>
/// <param name="Request">What to send; without a usable URL where there is a problem. Of the event itself: its bytes are the body.</param>
/// <param name="Problem">Why there is no request for this event, in words; null when there is one.</param>
/// <param name="Verdict">The function's, with a problem that is its own; else null.</param>
internal readonly record struct PlannedDelivery(string Mapping, WebhookRequest Request, string? Problem, FunctionVerdict? Verdict = null)
{
    /// <summary>What the problem is as a dead letter.</summary>
    public DeadLetterReason Reason { get; init; } = DeadLetterReason.NotSendable;

    /// <summary>The mapping, where the event joins a batch of it; null: it is sent alone.</summary>
    public MappingSettings? Batched { get; init; }

    /// <summary>The replay that brought the event back; null: none did.</summary>
    public string? Replay { get; init; }

    /// <summary>Whose order it keeps; null: nobody's.</summary>
    public long? User { get; init; }

    /// <summary>It is sent, now or later: it is not a dead letter from the beginning.</summary>
    public bool IsSent => Problem is null || Verdict is not null;

    /// <summary>No mapping has this name. What is parked or a dead letter under it is an event as it was read, which goes through its function when it is tried again.</summary>
    public const string TheEvent = "";
}
