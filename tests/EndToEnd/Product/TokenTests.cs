using System.Text.Json.Nodes;
using ExtensibleWebhooks.EndToEnd.Stand;
using ExtensibleWebhooks.OAuthServer;
using ExtensibleWebhooks.OAuthServer.Grants;
using ExtensibleWebhooks.OAuthServer.Requests;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>Tokens that end, and tokens that are refused, while events flow: nobody notices.</summary>
public sealed class TokenTests(ProductFixture product) : ProductTest(product)
{
    private const int Refreshes = 20;

    /// <summary>From the answer of the token endpoint to the first webhook with the new token, of 95 in 100 refreshes.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Tokens_RefreshedAgainAndAgain_AreUsedWithinTwoSeconds()
    {
        var scene = await SceneAsync("tokens");
        await using var provider = await ClusterProvider.StartAsync(scene);
        provider.Server.Lifetimes = new TokenLifetimes { AccessToken = TimeSpan.FromSeconds(10) };
        await using var sender = await StartAsync(scene, provider);
        var pods = await scene.PodsAsync();

        var sent = await SendUntilAsync(sender, () => provider.Server.Token.Requests.All.Count > Refreshes + 1);
        await DeliveredAsync(provider.Server, sent);

        var delays = DelaysOf(provider.Server).Order().ToList();
        var percentile = delays[(int)Math.Ceiling(delays.Count * 0.95) - 1];
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{delays.Count} refreshes, {sent.Count} events: used after {delays[delays.Count / 2].TotalSeconds:N2} s (median), {percentile.TotalSeconds:N2} s (p95), {delays[^1].TotalSeconds:N2} s (longest)");
        Assert.True(percentile <= Promise, $"a new token was used after {percentile}");
        Assert.Equal(pods, await scene.PodsAsync());
    }

    [Fact]
    public async Task Token_RefusedByTheReceiver_IsReplacedOnceAndNothingIsLost()
    {
        var scene = await SceneAsync("refused-token");
        await using var provider = await ClusterProvider.StartAsync(scene);
        await using var sender = await StartAsync(scene, provider);
        await sender.SendAsync("first", Cancelled);
        await DeliveredAsync(provider.Server, ["first"]);
        var first = Assert.Single(provider.Server.Token.Requests.All);

        provider.Server.Resource.Refuse(first.IssuedAccessToken ?? "");
        var sent = await SendUntilAsync(sender, () => provider.Server.Resource.Requests.Count(request => request.Status == 200) > 1);
        await DeliveredAsync(provider.Server, sent);

        Assert.Equal(2, provider.Server.Token.Requests.All.Count);
        Assert.Contains(provider.Server.Resource.Requests, request => request.Status == 401);
        await scene.ConditionAsync("webhookdestination/crm", "CredentialsReady", "True");
    }

    private static async Task<EventSender> StartAsync(Scene scene, ClusterProvider provider)
    {
        await scene.ApplyAsync(Manifests.Source("shop") + provider.Destination("crm", "shop", "ClientCredentials") + provider.Mapping("orders", "crm"));
        await scene.ReadyAsync("eventsource/shop", "webhookdestination/crm", "webhookmapping/orders");
        return await scene.SenderAsync("shop");
    }

    /// <summary>The ids of what was accepted.</summary>
    private static async Task<IReadOnlyList<string>> SendUntilAsync(EventSender sender, Func<bool> isEnough)
    {
        var sent = new List<string>();
        using var timer = new PeriodicTimer(Pace, TimeProvider.System);
        while (!isEnough())
        {
            var id = $"event-{sent.Count}";
            await sender.SendAsync(id, Cancelled);
            sent.Add(id);
            await timer.WaitForNextTickAsync(Cancelled);
        }

        return sent;
    }

    /// <summary>Returns when the resource has answered each with 200.</summary>
    private static Task DeliveredAsync(AuthorizationServer server, IReadOnlyList<string> ids) => Poll.HoldsAsync($"{ids.Count} webhooks", _ =>
    {
        var got = server.Resource.Requests.Where(request => request.Status == 200).Select(request => JsonNode.Parse(request.Body)?["id"]?.GetValue<string>());
        return Task.FromResult(!ids.Except(got).Any());
    });

    /// <summary>Of every refresh but the last, which was perhaps not needed any more.</summary>
    private static IEnumerable<TimeSpan> DelaysOf(AuthorizationServer server)
    {
        var firstUses = server.Resource.Requests.GroupBy(request => request.TokenFingerprint ?? "").ToDictionary(group => group.Key, group => group.Min(request => request.At));
        return server.Token.Requests.All.Skip(1).SkipLast(1).Select(request => firstUses[Fingerprint.Of(request.IssuedAccessToken ?? "")] - request.At);
    }
}
