using System.Text;
using ExtensibleWebhooks.Cli.Declarations;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>
/// Does for manifests what the operator does for objects: checks them, resolves what they refer to, compiles the mappings, builds the worker's config. Pure.
/// Where the operator would leave one bad object out and go on, this refuses them all: whoever wrote them is looking.
/// </summary>
/// <param name="sourceName">Which EventSource to run; null when there is only one.</param>
/// <param name="generatedWriteKey">The write key of a source that names none.</param>
internal sealed class LocalPlanner(string? sourceName, Func<EventSource, string> generatedWriteKey)
{
    public Planning Plan(ManifestReading reading)
    {
        var set = ManifestSet.From(reading);
        var source = ChooseSource(set);
        var destinations = set.Destinations.Where(destination => source is not null && IsOf(destination, source)).ToList();
        set.Problems.AddRange([.. WarningsOf(set), .. References.Check(set, clusterMayHaveIt: false), .. LanguageChecks.Check(set, allowsLoopback: true)]);
        if (source is null || set.Problems.Exists(problem => !problem.IsWarning))
        {
            return new Planning(null, set.Problems);
        }

        var enabled = destinations.Where(destination => IsEnabled(destination, destination.Object.Spec.Enabled, set)).ToList();
        var plan = WorkerConfigBuilder.Build(source.Object, [.. enabled.Select(destination => WithMappings(destination, set))], []);
        var credentials = Credentials(plan, source, enabled, set);
        var clients = LocalClients.Of(plan.Config, credentials, enabled, set);
        if (WorkerConfigDocument.CheckSize(credentials) is { } tooLarge)
        {
            set.Problems.Add(source.Document.Problem("", tooLarge.Message));
        }

        return set.Problems.Exists(problem => !problem.IsWarning)
            ? new Planning(null, set.Problems)
            : new Planning(
                new LocalPlan(plan.Config with { InspectTokenFile = null }, credentials, Encoding.UTF8.GetString(credentials[WorkerConfigBuilder.WriteKeyFile])) { Clients = clients }, set.Problems);
    }

    private Declared<EventSource>? ChooseSource(ManifestSet set)
    {
        var names = set.Sources.Select(source => source.Name).ToList();
        var chosen = set.Sources.Where(source => sourceName is null || source.Name == sourceName).ToList();
        if (chosen.Count == 1)
        {
            return chosen[0];
        }

        // An EventSource that is wrong has been complained of already.
        if (!set.Problems.Exists(problem => !problem.IsWarning))
        {
            set.Problems.Add(new ManifestProblem("", null, (names.Count, sourceName) switch
            {
                (0, _) => "there is no EventSource in these files: add one",
                (_, null) => $"there are several EventSources ({string.Join(", ", names)}): choose one with --source NAME",
                _ => $"there is no EventSource {sourceName} in these files; there is {string.Join(", ", names)}",
            }));
        }

        return null;
    }

    private static IEnumerable<ManifestProblem> WarningsOf(ManifestSet set) =>
        set.Others.Select(document => document.Problem("", $"{document.Kind} {document.Name} is for a cluster: nothing here uses it", isWarning: true));

    private static (WebhookDestination Destination, IEnumerable<WebhookMapping> Mappings) WithMappings(Declared<WebhookDestination> destination, ManifestSet set)
    {
        var mappings = set.Mappings.Where(mapping => IsOf(mapping, destination) && IsEnabled(mapping, mapping.Object.Spec.Enabled, set));
        return (destination.Object, [.. mappings.Select(mapping => mapping.Object)]);
    }

    private static bool IsEnabled<T>(Declared<T> declared, bool enabled, ManifestSet set)
        where T : k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>
    {
        if (!enabled)
        {
            set.Problems.Add(declared.Document.Problem("", $"{declared.Document.Kind} {declared.Name} is disabled and sends nothing: switch it on with spec.enabled: true", isWarning: true));
        }

        return enabled;
    }

    private Dictionary<string, byte[]> Credentials(WorkerConfigPlan plan, Declared<EventSource> source, List<Declared<WebhookDestination>> destinations, ManifestSet set)
    {
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [WorkerConfigBuilder.WriteKeyFile] = WriteKeyOf(source, set) };
        foreach (var destination in destinations)
        {
            foreach (var file in DestinationCredentials.Of(destination.Object).Where(file => file.Path != OAuthSecret.Path))
            {
                var (value, complaint) = set.Secrets.Find(source.Namespace, file.From);
                values[file.File] = value ?? [];
                if (complaint is not null)
                {
                    set.Problems.Add(destination.Document.Problem(file.Path, complaint));
                }
            }
        }

        FunctionFiles.Add(plan, source.Namespace, destinations, set, values);
        return values;
    }

    private byte[] WriteKeyOf(Declared<EventSource> source, ManifestSet set)
    {
        var (value, complaint) = set.Secrets.Find(source.Namespace, WorkerConfigBuilder.WriteKeyRef(source.Object));
        if (complaint is not null && source.Object.Spec.WriteKeySecretRef is null)
        {
            return Encoding.UTF8.GetBytes(generatedWriteKey(source.Object));
        }

        if (complaint is not null)
        {
            set.Problems.Add(source.Document.Problem(WorkerConfigBuilder.WriteKeyPath, complaint));
        }

        return value ?? [];
    }

    private static bool IsOf(Declared<WebhookDestination> destination, Declared<EventSource> source) =>
        destination.Object.Spec.SourceRef.Name == source.Name && destination.Namespace == source.Namespace;

    private static bool IsOf(Declared<WebhookMapping> mapping, Declared<WebhookDestination> destination) =>
        mapping.Object.Spec.DestinationRef.Name == destination.Name && mapping.Namespace == destination.Namespace;
}
