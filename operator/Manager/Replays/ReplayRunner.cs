using System.Globalization;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Inspection;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>Has the worker of its destination's source carry a replay out, once, and looks how far it is.</summary>
internal sealed class ReplayRunner(ILister<WebhookDestination> destinations, ILister<EventSource> sources, SpecChecks checks, ReplayClient workers)
{
    private const int MaxAnswer = 1000;

    private static readonly Verdict Resolved = Verdict.True(Reason.Resolved, "The WebhookDestination and its EventSource are there.");

    public async Task<ReplayLook> LookAsync(WebhookReplay replay, CancellationToken cancellationToken)
    {
        var findings = checks.Of(replay);
        var (source, reference) = SourceOf(replay);
        if (!findings.IsValid)
        {
            return new ReplayLook(findings, reference, ReplayPhase.Failed, Failed("The spec is not valid, and cannot be changed: delete the replay and make another."));
        }

        var hasBegun = replay.Status?.Phase == ReplayPhase.Running;
        if (source is null)
        {
            return hasBegun
                ? new ReplayLook(findings, reference, ReplayPhase.Failed, Failed("The destination, or its source, was deleted while the replay went on."))
                : Waiting(findings, reference, "It begins when its destination and the source of it are there.");
        }

        var id = ReplayRequests.IdOf(replay);
        var answer = await workers.TryFindAsync(source, id, cancellationToken);
        if (answer is { Status: StatusCodes.Status404NotFound })
        {
            if (hasBegun)
            {
                return new ReplayLook(findings, reference, ReplayPhase.Failed, Failed("The worker does not know the replay any more: its volume is another, or the replay ended long ago. It is not begun again by itself."));
            }

            answer = await workers.TryStartAsync(source, ReplayRequests.Of(replay), cancellationToken);
        }

        return LookAt(answer, findings, hasBegun);
    }

    /// <summary>Ends the replay of a WebhookReplay that is gone; what the worker does not hear is found by <see cref="ReplaySweep"/>.</summary>
    public async Task CancelAsync(WebhookReplay replay, CancellationToken cancellationToken)
    {
        if (replay.Status?.Phase is null or ReplayPhase.Pending or ReplayPhase.Running && SourceOf(replay).Source is { } source)
        {
            await workers.TryCancelAsync(source, ReplayRequests.IdOf(replay), cancellationToken);
        }
    }

    private static ReplayLook LookAt(WorkerAnswer? answer, Findings findings, bool hasBegun)
    {
        if (answer is null)
        {
            return hasBegun
                ? new ReplayLook(findings, Resolved, ReplayPhase.Running, Going("The worker cannot be asked now; it goes on with the replay when it is ready."))
                : Waiting(findings, Resolved, "The worker cannot be asked now: the replay begins when it is ready.");
        }

        return ReplayClient.ReplayOf(answer) is { } replay ? LookAt(replay, findings)
            : answer.Status == StatusCodes.Status400BadRequest ? new ReplayLook(findings, Resolved, ReplayPhase.Failed, Failed($"The worker refuses it: {TextOf(answer)}"))
            : hasBegun ? new ReplayLook(findings, Resolved, ReplayPhase.Running, Going($"The worker answered {answer.Status}: {TextOf(answer)}"))
            : Waiting(findings, Resolved, $"The worker does not take it now: {TextOf(answer)}");
    }

    private static ReplayLook LookAt(WorkerReplay replay, Findings findings)
    {
        var (phase, completed) = replay.Phase switch
        {
            "Succeeded" => (ReplayPhase.Succeeded, Verdict.True(Reason.ReplaySucceeded, TextOf(replay))),
            "Failed" => (ReplayPhase.Failed, Failed($"{replay.Message}. {TextOf(replay)}")),
            "Cancelled" => (ReplayPhase.Cancelled, Verdict.False(Reason.ReplayCancelled, $"It was ended. {TextOf(replay)}")),
            _ => (ReplayPhase.Running, Going("The worker carries it out.")),
        };
        return new ReplayLook(findings, Resolved, phase, completed, replay);
    }

    private static string TextOf(WorkerReplay replay)
    {
        var counted = string.Create(CultureInfo.InvariantCulture, $"{replay.Matched} webhooks matched, {replay.Delivered} were delivered, {replay.Failed} given up again.");
        var missed = replay.Missed > 0 ? string.Create(CultureInfo.InvariantCulture, $" {replay.Missed} events were gone from the log.") : "";
        var begins = replay.LogBegins is { } at ? string.Create(CultureInfo.InvariantCulture, $" The log had events since {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: those before are gone.") : "";
        return counted + missed + begins;
    }

    private static string TextOf(WorkerAnswer answer) => answer.Body.Length > MaxAnswer ? $"{answer.Body[..MaxAnswer]}…" : answer.Body.Trim();

    private static ReplayLook Waiting(Findings findings, Verdict reference, string message) =>
        new(findings, reference, ReplayPhase.Pending, new Verdict(ConditionStatus.Unknown, Reason.ReplayWaiting, message));

    private static Verdict Going(string message) => new(ConditionStatus.Unknown, Reason.ReplayRunning, message);

    private static Verdict Failed(string message) => Verdict.False(Reason.ReplayFailed, message);

    private (EventSource? Source, Verdict Reference) SourceOf(WebhookReplay replay)
    {
        var name = replay.Spec.DestinationRef.Name;
        if (destinations.Get(new NamespacedName(replay.Metadata.NamespaceProperty, name)) is not { } destination)
        {
            return (null, Verdict.False(Reason.DestinationNotFound, $"spec.destinationRef: there is no WebhookDestination \"{name}\" in this namespace: create it, or make a replay that names another"));
        }

        return sources.Get(Indexes.SourceOf(destination)) is { } source
            ? (source, Resolved)
            : (null, Verdict.False(Reason.SourceNotFound, $"WebhookDestination \"{name}\" leads to no source: its condition {ConditionTypes.ReferencesResolved} says why"));
    }
}
