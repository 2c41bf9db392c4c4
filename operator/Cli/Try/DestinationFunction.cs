using ExtensibleWebhooks.Cli.Declarations;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions;

namespace ExtensibleWebhooks.Cli.Try;

/// <summary>A destination's insert function, called at most once: a lane, too, calls it once for an event, however many of its mappings match.</summary>
internal sealed class DestinationFunction
{
    private FunctionOutcome? _outcome;

    /// <summary>Null where it cannot be called.</summary>
    private FunctionPool? Pool { get; init; }

    /// <summary>Why it cannot be called here, a sentence; null where it can, or with <see cref="Problems"/>.</summary>
    public string? Note { get; private init; }

    /// <summary>Why it does not compile.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; private init; } = [];

    /// <summary>Null for a destination without one.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="set">Its ConfigMap and Secret, if they are there.</param>
    /// <param name="time">Bounds the call, and is what its Date says.</param>
    public static DestinationFunction? Of(Declared<WebhookDestination> destination, ManifestSet set, TimeProvider time)
    {
        if (destination.Object.Spec.InsertFunction is not { } spec)
        {
            return null;
        }

        var (source, complaint) = spec.ConfigMapKeyRef is { } reference ? set.ConfigMaps.Find(destination.Namespace, reference) : (spec.Source, null);
        var secrets = spec.SecretSettingsRef is { } secret ? set.Secrets.FindAll(destination.Namespace, secret.Name) : new Dictionary<string, byte[]>();
        complaint ??= secrets is null ? $"there is no Secret {spec.SecretSettingsRef?.Name} in these files: add it" : null;
        if (source is null || secrets is null)
        {
            return new DestinationFunction { Note = $"the insert function of WebhookDestination {destination.Name} was not tried: {complaint}" };
        }

        var compiled = FunctionCompiler.Compile(source, spec.Source is null ? "spec.insertFunction.configMapKeyRef" : "spec.insertFunction.source");
        return compiled.IsCompiled
            ? new DestinationFunction { Pool = new FunctionPool(compiled.Function, FunctionSettings.Merge(spec.Settings, SecretSettings.TextsOf(secrets)), spec.Timeout?.Value ?? FunctionLimits.DefaultTimeout, time) }
            : new DestinationFunction { Problems = [.. compiled.Diagnostics.Select(destination.Document.Problem)] };
    }

    /// <summary>What it makes of the event; null where it cannot be called.</summary>
    /// <param name="document">The same one every time.</param>
    public FunctionOutcome? Run(EventDocument document) => _outcome ??= Pool?.Run(document);
}
