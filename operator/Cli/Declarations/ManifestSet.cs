using System.Text.Json;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WebhookReplays;
using k8s.Models;

namespace ExtensibleWebhooks.Cli.Declarations;

/// <summary>The objects of the manifests by kind, each checked as the API server and the operator check it; with the problems that came up.</summary>
internal sealed class ManifestSet
{
    private readonly Dictionary<(string Kind, string Namespace, string Name), ManifestDocument> _seen = [];

    public List<Declared<EventSource>> Sources { get; } = [];

    public List<Declared<WebhookDestination>> Destinations { get; } = [];

    public List<Declared<WebhookMapping>> Mappings { get; } = [];

    public List<Declared<WebhookReplay>> Replays { get; } = [];

    /// <summary>Of our kinds, and not in their lists since their shape is wrong: with what is wrong.</summary>
    public List<(ManifestDocument Document, IReadOnlyList<Diagnostic> Diagnostics)> Misshapen { get; } = [];

    /// <summary>Of kinds that are not ours, but for Secrets and ConfigMaps.</summary>
    public List<ManifestDocument> Others { get; } = [];

    public SecretTable Secrets { get; } = new();

    public ConfigMapTable ConfigMaps { get; } = new();

    public List<ManifestProblem> Problems { get; } = [];

    public static ManifestSet From(ManifestReading reading)
    {
        var set = new ManifestSet();
        set.Problems.AddRange(reading.Problems);
        foreach (var document in reading.Documents)
        {
            set.Add(document);
        }

        return set;
    }

    /// <summary>Whether the manifests have that object, be it right or wrong.</summary>
    public bool Has(string kind, string namespaceName, string name) => _seen.ContainsKey((kind, namespaceName, name));

    private void Add(ManifestDocument document)
    {
        if (document.ApiVersion.Length == 0 || document.Kind.Length == 0)
        {
            Problems.Add(document.Problem("", "is no manifest: it has no apiVersion or no kind"));
        }
        else if (document.ApiVersion.StartsWith($"{ApiGroup.Name}/", StringComparison.Ordinal))
        {
            AddOurs(document);
        }
        else if (IsNew(document) && document is { ApiVersion: "v1", Kind: "Secret" })
        {
            Problems.AddRange(Secrets.Add(document));
        }
        else if (document is { ApiVersion: "v1", Kind: "ConfigMap" })
        {
            ConfigMaps.Add(document);
        }
        else if (document is not { ApiVersion: "v1", Kind: "Secret" })
        {
            Others.Add(document);
        }
    }

    private void AddOurs(ManifestDocument document)
    {
        var diagnostics = ManifestValidator.Validate(document.Json);
        Problems.AddRange(diagnostics.Select(document.Problem));
        var isNew = IsNew(document);
        if (diagnostics.Count > 0)
        {
            Misshapen.Add((document, diagnostics));
            return;
        }

        if (isNew)
        {
            AddValid(document);
        }
    }

    private void AddValid(ManifestDocument document)
    {
        var spec = ManifestValidator.ApplyDefaults(document.Json).GetProperty("spec");
        var metadata = new V1ObjectMeta { Name = document.Name, NamespaceProperty = document.Namespace };
        switch (document.Kind)
        {
            case EventSource.KubeKind when spec.Deserialize<EventSourceSpec>(Json.Options) is { } source:
                Sources.Add(new(new EventSource { Metadata = metadata, Spec = source }, document));
                break;
            case WebhookDestination.KubeKind when spec.Deserialize<WebhookDestinationSpec>(Json.Options) is { } destination:
                Destinations.Add(new(new WebhookDestination { Metadata = metadata, Spec = destination }, document));
                break;
            case WebhookMapping.KubeKind when spec.Deserialize<WebhookMappingSpec>(Json.Options) is { } mapping:
                Mappings.Add(new(new WebhookMapping { Metadata = metadata, Spec = mapping }, document));
                break;
            case WebhookReplay.KubeKind when spec.Deserialize<WebhookReplaySpec>(Json.Options) is { } replay:
                Replays.Add(new(new WebhookReplay { Metadata = metadata, Spec = replay }, document));
                break;
            default:
                throw new InvalidOperationException($"{document.Kind} is a kind of ours that nothing reads here");
        }
    }

    /// <summary>Objects without a name are no two of one name: that there is none is complained of elsewhere.</summary>
    private bool IsNew(ManifestDocument document)
    {
        if (document.Name.Length == 0 || _seen.TryAdd((document.Kind, document.Namespace, document.Name), document))
        {
            return true;
        }

        var first = _seen[(document.Kind, document.Namespace, document.Name)];
        Problems.Add(document.Problem("metadata.name", $"{document.Kind} {document.Name} is defined twice; first in {first.File}:{first.Places.Find("").Line}"));
        return false;
    }
}
