using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Operator.Tests.Credentials.Stores;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Lifecycle;

/// <summary>A provider, a store and a clock, and as many keepers over them as a test wants.</summary>
internal sealed class KeeperStand : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private int _keepers;

    public KeeperStand(OAuth2Flow flow = OAuth2Flow.AuthorizationCode)
    {
        Client = TestClient.Of("https://auth.example.com", flow);
        _http = new HttpMessageInvoker(Provider);
        Keeper = NewKeeper();
    }

    public static CredentialKey Key { get; } = new("shop", "crm", "uid-1");

    public FakeProvider Provider { get; } = new();

    public MemoryTokenStore Store { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public OAuthClient Client { get; set; }

    public TokenKeeper Keeper { get; private set; }

    public TokenEndpoint Endpoint => new(_http, Time);

    public StoredTokens Stored => Store[Key] ?? throw new InvalidOperationException("Nothing is stored.");

    /// <summary>Another process.</summary>
    public TokenKeeper NewKeeper() => new(Store, $"operator-{_keepers++}", Time, new Random(1));

    /// <summary>The process ends and begins anew, without its memory.</summary>
    public void Restart() => Keeper = NewKeeper();

    /// <summary>A person has connected.</summary>
    public void Connect(int? expiresIn = 3600)
    {
        var (access, refresh) = Provider.Connect();
        Store.Put(Key, new StoredTokens
        {
            Tokens = new TokenSet { AccessToken = access, RefreshToken = refresh, ObtainedAt = Time.GetUtcNow(), ExpiresAt = expiresIn is { } life ? Time.GetUtcNow().AddSeconds(life) : null },
            ClientFingerprint = Client.Fingerprint,
        });
    }

    public Task<CredentialState> KeepAsync(string? rejected = null, TokenKeeper? keeper = null, CancellationToken? cancellationToken = null) =>
        (keeper ?? Keeper).KeepAsync(RequestOf(rejected), cancellationToken ?? TestContext.Current.CancellationToken);

    /// <summary>Another process that ends where it comes to wait: its clock stands still, so nothing wakes it.</summary>
    public void KeepAndDie()
    {
        var stopped = new FakeTimeProvider(Time.GetUtcNow());
        var keeper = new TokenKeeper(Store, "operator-dead", stopped, new Random(1));
        _ = keeper.KeepAsync(RequestOf() with { Endpoint = new TokenEndpoint(_http, stopped) }, TestContext.Current.CancellationToken);
    }

    public KeepRequest RequestOf(string? rejected = null) => new() { Key = Key, Client = Client, Endpoint = Endpoint, Rejected = rejected };

    /// <summary>To when the stored token is due.</summary>
    public void AdvanceToDue() => Time.Advance((RefreshPolicy.DueAt(Stored.Tokens) ?? throw new InvalidOperationException("Never due.")) - Time.GetUtcNow());

    public void Dispose()
    {
        _http.Dispose();
        Provider.Dispose();
    }
}
