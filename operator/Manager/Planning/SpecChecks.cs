using System.Collections.Concurrent;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Engine.Checks;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>Remembers what <see cref="SpecCheck"/> says of each object: a mapping is compiled once for each generation, not once for each look at its source.</summary>
internal sealed class SpecChecks
{
    private readonly ConcurrentDictionary<string, (long Generation, Findings Findings)> _byUid = new();
    private readonly ConcurrentDictionary<string, (string Source, Findings Findings)> _functions = new();

    public Findings Of(EventSource source) => Once(source, () => SpecCheck.Of(source));

    public Findings Of(WebhookDestination destination) => Once(destination, () => SpecCheck.Of(destination));

    /// <summary>
    /// The worker is told of it. With a function that does not compile, too: the worker keeps the destination's place, its backlog and its parked webhooks, and sends nothing.
    /// </summary>
    public static bool MaySend(Findings findings) => findings.IsValid || findings.Reason == Reason.InvalidFunction;

    /// <inheritdoc cref="MaySend(Findings)"/>
    public bool MaySend(WebhookDestination destination) => MaySend(Of(destination));

    public Findings Of(WebhookMapping mapping) => Once(mapping, () => SpecCheck.Of(mapping));

    public Findings Of(WebhookReplay replay) => Once(replay, () => SpecCheck.Of(replay));

    /// <summary>A function whose source is not in the destination's own spec: compiled once for each text.</summary>
    public Findings OfFunction(WebhookDestination destination, string source)
    {
        var uid = destination.Metadata.Uid;
        if (_functions.TryGetValue(uid, out var known) && known.Source == source)
        {
            return known.Findings;
        }

        var findings = SpecCheck.OfFunction(source, "spec.insertFunction.configMapKeyRef");
        _functions[uid] = (source, findings);
        return findings;
    }

    /// <summary>The object is gone.</summary>
    public void Forget(IKubernetesObject<V1ObjectMeta> entity)
    {
        _byUid.TryRemove(entity.Metadata.Uid, out _);
        _functions.TryRemove(entity.Metadata.Uid, out _);
    }

    private Findings Once(IKubernetesObject<V1ObjectMeta> entity, Func<Findings> check)
    {
        var generation = entity.Metadata.Generation ?? 0;
        if (_byUid.TryGetValue(entity.Metadata.Uid, out var known) && known.Generation == generation)
        {
            return known.Findings;
        }

        var findings = check();
        _byUid[entity.Metadata.Uid] = (generation, findings);
        return findings;
    }
}
