using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Inspection;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Inspection;

/// <summary>Caches with sources whose workers are ready, each with one OAuth 2.0 destination of the same name, and a clock.</summary>
internal sealed class WorkersStand : IListers
{
    private readonly Store<EventSource> _sources = new();
    private readonly Store<WebhookDestination> _destinations = new();
    private readonly Store<V1StatefulSet> _statefulSets = new();
    private readonly SecretReader _secrets = new(new NoClient(), new Store<MetadataOf<V1Secret>>());

    public FakeTimeProvider Time { get; } = new();

    public WorkerRounds Rounds => new(this, _secrets, Time, NullLogger<WorkerRounds>.Instance);

    public IReadOnlyList<EventSource> Sources => _sources.List();

    public ILister<T> Of<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        new object[] { _sources, _destinations, _statefulSets }.OfType<ILister<T>>().Single();

    public void Add(string name, string token = "t", int ready = 1)
    {
        var source = new EventSource { Metadata = Named(name) };
        var worker = SourceNames.Of(source).Worker;
        var destination = new WebhookDestination
        {
            Metadata = Named(name),
            Spec = new()
            {
                Enabled = true,
                SourceRef = new() { Name = name },
                Authentication = new() { OAuth2 = new() { ClientId = "c", ClientSecretRef = new() { Name = "c", Key = "s" }, AccessTokenUrl = "https://provider.example/token" } },
            },
        };
        _sources.Set(NamespacedName.Of(source), source);
        _destinations.Set(NamespacedName.Of(destination), destination);
        _statefulSets.Set(new NamespacedName("ns", worker), new V1StatefulSet { Metadata = Named(worker), Status = new() { Replicas = 1, ReadyReplicas = ready } });
        _secrets.Remember(NamespacedName.Of(source), new V1Secret
        {
            Metadata = Named(worker),
            Data = new Dictionary<string, byte[]> { [WorkerConfigBuilder.InspectTokenFile] = System.Text.Encoding.UTF8.GetBytes(token) },
        });
    }

    private static V1ObjectMeta Named(string name) => new() { Name = name, NamespaceProperty = "ns", Uid = name, ResourceVersion = "1" };
}
