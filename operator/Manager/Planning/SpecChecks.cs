using System.Collections.Concurrent;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Requests;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>Says of each object whether its spec holds together. A mapping is compiled once for each generation, not once for each look at its source.</summary>
internal sealed class SpecChecks
{
    private const string TriggerPath = "spec.trigger";

    private readonly ConcurrentDictionary<string, (long Generation, Findings Findings)> _byUid = new();

    public Findings Of(EventSource source) => Once(source, () => Findings.Of(Reason.InvalidSpec, ShapeValidation.Validate(source)));

    public Findings Of(WebhookDestination destination) => Once(destination, () => Findings.Of(Reason.InvalidSpec, ShapeValidation.Validate(destination)));

    public Findings Of(WebhookMapping mapping) => Once(mapping, () => Check(mapping));

    /// <summary>The object is gone.</summary>
    public void Forget(IKubernetesObject<V1ObjectMeta> entity) => _byUid.TryRemove(entity.Metadata.Uid, out _);

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

    /// <summary>The shape first: the languages are compiled only where there is something of the right type to compile.</summary>
    private static Findings Check(WebhookMapping mapping)
    {
        var shape = ShapeValidation.Validate(mapping);
        if (shape.Count > 0)
        {
            return Findings.Of(Reason.InvalidSpec, shape);
        }

        var compiled = MappingCompiler.Compile(MappingSource.From(mapping.Spec));
        var isTrigger = compiled.Diagnostics.Any(diagnostic => diagnostic.Path == TriggerPath);
        return Findings.Of(isTrigger ? Reason.InvalidTrigger : Reason.InvalidMapping, compiled.Diagnostics);
    }
}
