using System.Buffers.Text;
using System.Collections.Specialized;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Operator.Tests.Credentials.Endpoint;
using ExtensibleWebhooks.Operator.Tests.Credentials.Stores;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Connect;

public sealed class ConnectFlowTests : IAsyncLifetime
{
    private static readonly CredentialKey Key = new("shop", "crm", "uid-1");
    private static readonly Uri Redirect = new("https://hooks.example.com/oauth/callback");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryTokenStore _store = new();
    private readonly ConnectFlow _flow;
    private int _nonces;
    private TokenServer? _server;

    public ConnectFlowTests() => _flow = NewReplica();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private TokenServer Server => _server ?? throw new InvalidOperationException("Not started.");

    private OAuthClient Client => TestClient.Of(Server.Url);

    public async ValueTask InitializeAsync()
    {
        _server = await TokenServer.StartAsync();
        _server.AnswerWith(200, """{"access_token":"tok","refresh_token":"ref","expires_in":3600}""");
    }

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    [Fact]
    public void Begin_AsksForACode_WithEverythingThatBindsIt()
    {
        var client = TestClient.Of(TestClient.Spec(Server.Url) with { AuthorizeUrl = $"{Server.Url}/authorize?audience=api&prompt=consent#x", Scopes = ["read", "a b&c"] });

        var beginning = _flow.Begin(Key, client);

        var query = QueryOf(beginning);
        Assert.Equal($"{Server.Url}/authorize", beginning.AuthorizeUrl.GetLeftPart(UriPartial.Path));
        Assert.Equal("", beginning.AuthorizeUrl.Fragment);
        Assert.Equal(
            ["api", "consent", "code", TestClient.Id, Redirect.OriginalString, "read a b&c", "S256"],
            new[] { "audience", "prompt", "response_type", "client_id", "redirect_uri", "scope", "code_challenge_method" }.Select(name => query[name]));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", query["code_challenge"]);
        Assert.DoesNotContain(beginning.Nonce, beginning.AuthorizeUrl.Query, StringComparison.Ordinal);
        Assert.DoesNotContain(TestClient.Secret, beginning.AuthorizeUrl.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callback_AtAnotherReplica_IsExchangedWithTheVerifier_AndStored()
    {
        var beginning = _flow.Begin(Key, Client);

        var result = await CompleteAsync(NewReplica(), Callback(beginning), beginning.Nonce);

        var connected = Assert.IsType<ConnectResult.Connected>(result);
        Assert.Equal((connected.Tokens, Client.Fingerprint), (_store[Key]?.Tokens, _store[Key]?.ClientFingerprint));
        var form = Assert.Single(Server.Calls).Form;
        Assert.Equal(("the-code", Redirect.OriginalString), (form["code"], form["redirect_uri"]));
        Assert.Equal(QueryOf(beginning)["code_challenge"], Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))));
    }

    [Fact]
    public async Task Connecting_ReplacesWhatIsStored_ARefreshUnderWayIncluded()
    {
        _store.Put(Key, new StoredTokens
        {
            Tokens = new TokenSet { AccessToken = "old", RefreshToken = "old", ObtainedAt = _time.GetUtcNow() },
            ClientFingerprint = "another",
            Refreshing = new RefreshMark("other", _time.GetUtcNow(), "x"),
        });
        var isFirst = true;
        _store.Before = what =>
        {
            if (what == "write" && isFirst)
            {
                isFirst = false;
                _store.Put(Key, _store[Key] ?? throw new InvalidOperationException("Nothing."));
            }

            return Task.FromResult<string?>(null);
        };
        var beginning = _flow.Begin(Key, Client);

        Assert.IsType<ConnectResult.Connected>(await CompleteAsync(_flow, Callback(beginning), beginning.Nonce));

        Assert.Equal(("tok", null), (_store[Key]?.Tokens.AccessToken, _store[Key]?.Refreshing));
    }

    [Fact]
    public void State_ChangedAnywhere_IsNotOurs_AndNothingOfTheQueryIsShown()
    {
        var beginning = _flow.Begin(Key, Client);
        var state = QueryOf(beginning)["state"] ?? "";
        foreach (var index in new[] { 0, state.Length / 2, state.Length - 20 })
        {
            var changed = string.Concat(state.AsSpan(0, index), state[index] == 'A' ? "B" : "A", state.AsSpan(index + 1));
            AssertRejected(ConnectRefusal.NotOurs, _flow.Read(new ConnectQuery { State = changed, Error = "phishing", ErrorDescription = "call 555" }, beginning.Nonce), isGenuine: false);
        }

        AssertRejected(ConnectRefusal.NotOurs, _flow.Read(new ConnectQuery { Code = "c" }, beginning.Nonce), isGenuine: false);
        AssertRejected(ConnectRefusal.NotOurs, _flow.Read(new ConnectQuery { State = new ConnectLink(ConnectLinkTests.SignerOf(7)).Make(Key, _time.GetUtcNow()) }, beginning.Nonce), isGenuine: false);
        var other = new ConnectFlow(ConnectLinkTests.SignerOf(8), Redirect, _time, () => "n");
        AssertRejected(ConnectRefusal.NotOurs, _flow.Read(Callback(other.Begin(Key, Client)), "n"), isGenuine: false);
    }

    [Fact]
    public void Callback_AfterTenMinutes_IsExpired()
    {
        var beginning = _flow.Begin(Key, Client);
        _time.Advance(ConnectFlow.StateLife);

        AssertRejected(ConnectRefusal.Expired, _flow.Read(Callback(beginning), beginning.Nonce));
    }

    [Fact]
    public void Callback_InAnotherBrowser_IsRefused_AndTheRightOneMayStillCome()
    {
        var beginning = _flow.Begin(Key, Client);
        var attacker = _flow.Begin(Key, Client);

        AssertRejected(ConnectRefusal.OtherBrowser, _flow.Read(Callback(beginning), null));
        AssertRejected(ConnectRefusal.OtherBrowser, _flow.Read(Callback(beginning), ""));
        AssertRejected(ConnectRefusal.OtherBrowser, _flow.Read(Callback(beginning), attacker.Nonce));
        Assert.IsType<ConnectCallback.Accepted>(_flow.Read(Callback(beginning), beginning.Nonce));
    }

    [Fact]
    public async Task Callback_ThatComesAgain_IsRefusedHere_AndByTheProviderElsewhere()
    {
        var beginning = _flow.Begin(Key, Client);
        Assert.IsType<ConnectResult.Connected>(await CompleteAsync(_flow, Callback(beginning), beginning.Nonce));

        AssertRejected(ConnectRefusal.Replayed, _flow.Read(Callback(beginning), beginning.Nonce));

        Server.AnswerWith(400, """{"error":"invalid_grant","error_description":"the code is used"}""");
        var before = _store[Key];
        var again = Assert.IsType<ConnectResult.Failed>(await CompleteAsync(NewReplica(), Callback(beginning), beginning.Nonce));
        Assert.Contains("the code is used", again.Message, StringComparison.Ordinal);
        Assert.Equal(before, _store[Key]);
    }

    [Fact]
    public void Refusal_OfTheProvider_IsShownBounded_WithoutMarkup()
    {
        var beginning = _flow.Begin(Key, Client);
        var query = Callback(beginning) with { Code = null, Error = "access_denied", ErrorDescription = $"<script>alert(1)</script>\r\n\0{new string('x', 5000)}" };

        var rejected = AssertRejected(ConnectRefusal.Denied, _flow.Read(query, beginning.Nonce));

        Assert.StartsWith("the provider answered access_denied: script alert(1) /script xxx", rejected.Message, StringComparison.Ordinal);
        Assert.InRange(rejected.Message.Length, 1, 300);
        Assert.DoesNotContain('<', rejected.Message);
    }

    [Fact]
    public void Callback_WithNeitherCodeNorError_IsRefused()
    {
        var beginning = _flow.Begin(Key, Client);

        AssertRejected(ConnectRefusal.NoCode, _flow.Read(Callback(beginning) with { Code = "" }, beginning.Nonce));
    }

    [Fact]
    public async Task Client_ThatWasChangedMeanwhile_IsSentNoCode()
    {
        var beginning = _flow.Begin(Key, Client);
        var accepted = Assert.IsType<ConnectCallback.Accepted>(_flow.Read(Callback(beginning), beginning.Nonce));
        var changed = TestClient.Of(TestClient.Spec(Server.Url) with { Scopes = ["more"] });

        Assert.IsType<ConnectResult.Failed>(await _flow.CompleteAsync(accepted, changed, Server.Endpoint(), _store, Ending));

        Assert.Empty(Server.Calls);
    }

    [Fact]
    public async Task Store_ThatFails_IsSaid()
    {
        _store.Before = _ => Task.FromResult<string?>("the API server is away");
        var beginning = _flow.Begin(Key, Client);

        var failed = Assert.IsType<ConnectResult.Failed>(await CompleteAsync(_flow, Callback(beginning), beginning.Nonce));

        Assert.Contains("could not be stored (the API server is away)", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepted_AsText_ShowsNoCodeAndNoVerifier()
    {
        var beginning = _flow.Begin(Key, Client);

        Assert.Equal("callback for shop/crm", $"{_flow.Read(Callback(beginning), beginning.Nonce)}");
    }

    [Fact]
    public void UsedStates_AreForgottenAtTheirEnd_AndNeverMoreThanTenThousand()
    {
        var used = new UsedStates();
        var now = _time.GetUtcNow();
        Assert.True(used.TryUse("first", now.AddMinutes(10), now));
        Assert.False(used.TryUse("first", now.AddMinutes(10), now));
        Assert.True(used.TryUse("first", now.AddMinutes(20), now.AddMinutes(10)));

        for (var index = 0; index < 10_000; index++)
        {
            Assert.True(used.TryUse($"{index}", now.AddMinutes(20), now.AddMinutes(10)));
        }

        Assert.True(used.TryUse("first", now.AddMinutes(20), now.AddMinutes(10)));
        Assert.False(used.TryUse("9999", now.AddMinutes(20), now.AddMinutes(10)));
    }

    private static ConnectCallback.Rejected AssertRejected(ConnectRefusal reason, ConnectCallback callback, bool isGenuine = true)
    {
        var rejected = Assert.IsType<ConnectCallback.Rejected>(callback);
        Assert.Equal((reason, isGenuine ? Key : null), (rejected.Reason, rejected.Key));
        Assert.DoesNotContain("555", rejected.Message, StringComparison.Ordinal);
        return rejected;
    }

    private static NameValueCollection QueryOf(ConnectBeginning beginning) => HttpUtility.ParseQueryString(beginning.AuthorizeUrl.Query);

    private static ConnectQuery Callback(ConnectBeginning beginning) => new() { State = QueryOf(beginning)["state"], Code = "the-code" };

    private async Task<ConnectResult> CompleteAsync(ConnectFlow flow, ConnectQuery query, string nonce)
    {
        var accepted = Assert.IsType<ConnectCallback.Accepted>(flow.Read(query, nonce));
        return await flow.CompleteAsync(accepted, Client, Server.Endpoint(), _store, Ending);
    }

    private ConnectFlow NewReplica() => new(ConnectLinkTests.SignerOf(7), Redirect, _time, () => $"nonce-{Interlocked.Increment(ref _nonces)}");
}
