using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Operator.Tests.Credentials.Stores;
using ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Tokens;

/// <summary>Secrets of a real API server keep a store's promises, and what is not ours is left alone.</summary>
public sealed class SecretTokenStoreTests(ApiServerFixture fixture) : TokenStoreConformance, IAsyncLifetime
{
    private const string SecretName = "crm-oauth";

    private readonly Dictionary<string, RealApi> _namespaces = [];

    private RealApi Api => _namespaces[Key.Namespace];

    public async ValueTask InitializeAsync()
    {
        _namespaces[Key.Namespace] = await RealApi.InNewNamespaceAsync(fixture);
        _namespaces["other"] = await RealApi.InNewNamespaceAsync(fixture);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Secret_OfTokens_IsTheDestinationsAndShowsWhoseItIs()
    {
        await StoreAsync(Open(), Key, Content("one"), null);

        var secret = await SecretAsync();
        var owner = Assert.Single(secret.Metadata.OwnerReferences);
        Assert.Equal(("WebhookDestination", Key.Name, Key.Uid, true), (owner.Kind, owner.Name, owner.Uid, owner.Controller));
        Assert.Equal("extensible-webhooks", secret.Metadata.Labels["app.kubernetes.io/managed-by"]);
        Assert.Equal(["accessToken", "client", "expiresAt", "obtainedAt", "refreshToken"], secret.Data.Keys.Order());
    }

    [Fact]
    public async Task Delete_LeavesASecretWithoutAToken()
    {
        var store = Open();
        await StoreAsync(store, Key, Content("one"), null);

        Assert.Null(await store.DeleteAsync(Key, Ending));

        Assert.Empty((await SecretAsync()).Data ?? new Dictionary<string, byte[]>());
    }

    [Fact]
    public async Task Secret_DeletedByAPerson_IsNothing()
    {
        var store = Open();
        var version = await StoreAsync(store, Key, Content("one"), null);

        await Api.Server.Kubectl.RunAsync(["delete", "secret", SecretName, "-n", Api.Namespace], Ending);

        Assert.Equal(new TokenReading.Nothing(), await store.ReadAsync(Key, Ending));
        Assert.IsType<TokenWriting.Conflict>(await store.WriteAsync(Key, Content("two"), version, Ending));
        await StoreAsync(store, Key, Content("two"), null);
    }

    [Fact]
    public async Task Secret_OfSomebodyElse_IsToldAndLeftAlone()
    {
        await Api.Server.Kubectl.RunAsync(["create", "secret", "generic", SecretName, "-n", Api.Namespace, "--from-literal=accessToken=theirs"], Ending);
        var store = Open();

        var reading = Assert.IsType<TokenReading.Unavailable>(await store.ReadAsync(Key, Ending));
        var writing = await store.WriteAsync(Key, Content("one"), null, Ending);
        Assert.Null(await store.DeleteAsync(Key, Ending));

        Assert.Contains("that the operator did not make", reading.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", reading.Message, StringComparison.Ordinal);
        Assert.IsType<TokenWriting.Conflict>(writing);
        Assert.Equal("theirs", System.Text.Encoding.UTF8.GetString((await SecretAsync()).Data["accessToken"]));
    }

    [Fact]
    public async Task Secret_OfAFormerDestinationOfTheName_IsNotUsed()
    {
        await StoreAsync(Open(), Key, Content("one"), null);

        var reading = await Open().ReadAsync(Key with { Uid = "uid-2" }, Ending);

        Assert.Contains("former destination", Assert.IsType<TokenReading.Unavailable>(reading).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_ThatSomebodyBroke_SaysWhichKeyAndCanBeReplaced()
    {
        var store = Open();
        await StoreAsync(store, Key, Content("one"), null);
        await Api.Server.Kubectl.RunAsync(["patch", "secret", SecretName, "-n", Api.Namespace, "--type=merge", "-p", """{"data":{"obtainedAt":"YQ=="}}"""], Ending);

        var nothing = Assert.IsType<TokenReading.Nothing>(await store.ReadAsync(Key, Ending));

        Assert.Equal("obtainedAt is no time", nothing.Why);
        await StoreAsync(store, Key, Content("two"), nothing.Version);
    }

    private protected override ITokenStore Open() => new InNamespaces(new SecretTokenStore(Api.Client), _namespaces);

    private async Task<V1Secret> SecretAsync() =>
        await Api.Client.GetAsync<V1Secret>(Api.Namespace, SecretName, Ending) ?? throw new InvalidOperationException("there is no Secret");

    /// <summary>The suite's namespaces are those of this test.</summary>
    private sealed class InNamespaces(SecretTokenStore store, IReadOnlyDictionary<string, RealApi> namespaces) : ITokenStore
    {
        public Task<TokenReading> ReadAsync(CredentialKey key, CancellationToken cancellationToken) => store.ReadAsync(Mapped(key), cancellationToken);

        public Task<TokenWriting> WriteAsync(CredentialKey key, StoredTokens content, string? expectedVersion, CancellationToken cancellationToken) =>
            store.WriteAsync(Mapped(key), content, expectedVersion, cancellationToken);

        public Task<string?> DeleteAsync(CredentialKey key, CancellationToken cancellationToken) => store.DeleteAsync(Mapped(key), cancellationToken);

        private CredentialKey Mapped(CredentialKey key) => key with { Namespace = namespaces[key.Namespace].Namespace };
    }
}
