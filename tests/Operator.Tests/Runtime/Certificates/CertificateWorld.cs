using System.Globalization;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Certificates;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Certificates;

/// <summary>
/// A Secret and a ValidatingWebhookConfiguration as the API server would keep them, and the controller that looks after them, on a clock that a test moves. Every state
/// is remembered with its time.
/// </summary>
internal sealed class CertificateWorld : IResourceClient
{
    public static readonly CertificateOptions Options = new()
    {
        Namespace = "webhooks-system",
        SecretName = "certificates",
        ConfigurationName = "hooks",
        ServerNames = ["hooks.webhooks-system.svc", "127.0.0.1"],
        FieldManager = "tests",
        AuthorityLifetime = TimeSpan.FromDays(40),
        ServingLifetime = TimeSpan.FromDays(10),
    };

    private readonly CertificateController _controller;
    private int _version;

    public CertificateWorld()
    {
        Issuer = new CertificateIssuer(Time);
        _controller = new CertificateController(this, Options, Issuer, Time, NullLogger<CertificateController>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public CertificateIssuer Issuer { get; }

    /// <summary>What the Secret holds; null: there is none. A test may change it behind the controller's back.</summary>
    public Dictionary<string, byte[]>? Secret { get; set; }

    public List<(DateTimeOffset From, CertificateBundle Bundle)> Bundles { get; } = [];

    public List<(DateTimeOffset From, byte[] Trust)> Trusts { get; } = [];

    public CertificateBundle Bundle => Bundles[^1].Bundle;

    public byte[] Trust { get; set; } = [];

    /// <summary>Looks until nothing is written any more, as each write is a change that wakes the controller; then how long it wants to wait.</summary>
    public async Task<TimeSpan> SettleAsync()
    {
        while (true)
        {
            var before = Bundles.Count + Trusts.Count;
            var result = await _controller.ReconcileAsync(Configuration(), TestContext.Current.CancellationToken);
            if (Bundles.Count + Trusts.Count == before)
            {
                return result.RequeueAfter ?? throw new InvalidOperationException("It must look again");
            }
        }
    }

    public Task<T?> GetAsync<T>(ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class =>
        Task.FromResult(Secret is null ? null : new CertificateSecret { Metadata = new() { Name = name, ResourceVersion = Version }, Data = Secret } as T);

    public Task<T> CreateAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class
    {
        Assert.Null(Secret);
        return Store<T>(document);
    }

    public Task<T> ApplyAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class
    {
        if (resource.Kind == "Secret")
        {
            Assert.Equal(Version, (string?)document["metadata"]?["resourceVersion"]);
            return Store<T>(document);
        }

        Assert.Equal("the-uid", (string?)document["metadata"]?["uid"]);
        Trust = Convert.FromBase64String((string?)document["webhooks"]?[0]?["clientConfig"]?["caBundle"] ?? "");
        Trusts.Add((Time.GetUtcNow(), Trust));
        return Answer<T>();
    }

    public Task<IReadOnlyList<T>> ListAsync<T>(ApiResource resource, string? @namespace, string? labelSelector, CancellationToken cancellationToken)
        where T : class => throw new NotSupportedException();

    public Task<T> PatchAsync<T>(ApiResource resource, string? @namespace, string name, JsonPatch patch, CancellationToken cancellationToken)
        where T : class => throw new NotSupportedException();

    public Task<T> MergeAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class => throw new NotSupportedException();

    public Task<T> MergeStatusAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class => throw new NotSupportedException();

    public Task<bool> DeleteAsync(ApiResource resource, string? @namespace, string name, string? uid, CancellationToken cancellationToken) => throw new NotSupportedException();

    private string Version => _version.ToString(CultureInfo.InvariantCulture);

    private Task<T> Store<T>(JsonObject document)
        where T : class
    {
        _version++;
        Secret = document["data"]?.AsObject().ToDictionary(file => file.Key, file => Convert.FromBase64String((string?)file.Value ?? "")) ?? [];
        Bundles.Add((Time.GetUtcNow(), CertificateBundle.Read(Secret) ?? throw new InvalidOperationException("What was written must be readable")));
        return Answer<T>();
    }

    private V1ValidatingWebhookConfiguration Configuration() => new()
    {
        Metadata = new() { Name = Options.ConfigurationName, Uid = "the-uid" },
        Webhooks = [new V1ValidatingWebhook { Name = "a", ClientConfig = new Admissionregistrationv1WebhookClientConfig { CaBundle = Trust } }],
    };

    private static Task<T> Answer<T>()
        where T : class => Task.FromResult((T)(object)new JsonObject());
}
