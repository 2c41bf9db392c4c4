using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.OAuthServer.Grants;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Operator.Tests.Manager.OAuth;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Processes;

/// <summary>Of two operators the one that leads is killed while several destinations refresh, again and again.</summary>
public sealed class KilledLeaderTests(ProcessCluster cluster) : IClassFixture<ProcessCluster>
{
    private const int Kills = 2;

    private static readonly IReadOnlyList<string> Destinations = [.. Enumerable.Range(0, 6).Select(index => $"crm-{index}")];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private FaultSwitch Faults => cluster.Provider.Token.Faults;

    [Fact]
    public async Task Leader_KilledDuringRefreshes_LeavesNoRefreshTokenUsedTwiceAndNoDestinationSilent()
    {
        var ns = await cluster.NewNamespaceAsync("leader");
        var processes = new List<ManagerProcess> { await cluster.StartProcessAsync() };
        try
        {
            await ConnectAllAsync(ns);
            var underWay = new HashSet<string>();
            for (var kill = 0; kill < Kills; kill++)
            {
                await cluster.LeadsAsync(processes[^1]);
                processes.Add(await cluster.StartProcessAsync());

                var before = cluster.Provider.Token.Requests.Refreshes.Count;

                // Of two refreshes one has been carried out and one has not; others come and go.
                Faults.Next(Fault.AnswerHeld, "refresh_token");
                Faults.Next(Fault.Held, "refresh_token");
                await Eventually.TrueAsync(() => Faults.Holding == 2, "two refreshes under way", Cancelled);
                underWay.UnionWith(GivenUpSince(before));
                await processes[^2].KillAsync(Cancelled);
                await Eventually.TrueAsync(() => Faults.Holding == 0, "the provider to lose both", Cancelled);
                underWay.UnionWith(await MarkedAsync(ns));
                await cluster.LeadsAsync(processes[^1]);
            }

            cluster.Provider.Lifetimes = new TokenLifetimes();
            foreach (var destination in Destinations)
            {
                await SettledAsync(ns, destination);
            }

            AssertEachTokenWasUsedOnce(underWay);
            var issued = cluster.Provider.Token.Requests.IssuedTokens;
            Assert.All(processes, process => Assert.DoesNotContain(issued, token => process.Said.Contains(token, StringComparison.Ordinal)));
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.DisposeAsync();
            }
        }
    }

    private async Task ConnectAllAsync(TestNamespace ns)
    {
        await ns.ApplyAsync(Samples.Join([Samples.Source, OAuthSamples.Secret(), .. Destinations.Select(name => OAuthSamples.Destination(cluster, "AuthorizationCode", name: name))]));
        using var browser = new ConnectBrowser(cluster);
        cluster.Provider.Lifetimes = new TokenLifetimes { AccessToken = TimeSpan.FromSeconds(4) };
        foreach (var destination in Destinations)
        {
            await ns.CredentialsAsync("False", "ConnectRequired", destination);
            await browser.ConnectAsync(await ns.ConnectUrlAsync(destination));
            await ns.CredentialsAsync("True", "TokenReady", destination);
        }
    }

    /// <summary>Fingerprints of the refresh tokens that the dead one had under way, as the Secrets say.</summary>
    private static async Task<IReadOnlyList<string>> MarkedAsync(TestNamespace ns) =>
    [
        .. from secret in (await ns.GetAsync("secrets"))?["items"]?.AsArray() ?? []
           let mark = (string?)secret?["data"]?["refreshing"]
           where mark is not null
           select (string?)JsonNode.Parse(Convert.FromBase64String(mark))?["refreshToken"] ?? "",
    ];

    /// <summary>Where the second request came late, the operator has given up on the first by itself, and tries again as with any endpoint that does not answer.</summary>
    private IEnumerable<string> GivenUpSince(int before) =>
        from request in cluster.Provider.Token.Requests.Refreshes.Skip(before)
        where request.Fault != Fault.None && TimeProvider.System.GetUtcNow() - request.At > TokenEndpoint.Timeout
        select request.TokenFingerprint;

    /// <summary>Waits until its worker has a token that the provider honours, or its condition says that a person has to connect it.</summary>
    private Task SettledAsync(TestNamespace ns, string destination) =>
        TestNamespace.EventuallyAsync($"{destination} to have a token, or to ask for one", async () =>
        {
            var conditions = (await ns.GetAsync("webhookdestination", destination))?["status"]?["conditions"] as JsonArray ?? [];
            var reason = (string?)conditions.FirstOrDefault(condition => (string?)condition?["type"] == ConditionTypes.CredentialsReady)?["reason"];
            return reason == nameof(Reason.ConnectRequired)
                || (await ns.WorkersTokenAsync(destination) is { } token && await cluster.Provider.IsActiveAsync(token, Cancelled) && await ns.FileAsync($"{destination}-oauth", "refreshing") is null);
        });

    /// <summary>None was granted upon twice. Sent twice was only what the dead had under way, whose answer nobody else can know.</summary>
    private void AssertEachTokenWasUsedOnce(IReadOnlySet<string> underWay)
    {
        var requests = cluster.Provider.Token.Requests;
        Assert.True(requests.Refreshes.Count > 4 * Destinations.Count, $"only {requests.Refreshes.Count} refreshes");
        Assert.Subset(underWay.ToHashSet(), requests.RepeatedRefreshTokens.ToHashSet());
        foreach (var token in requests.Refreshes.GroupBy(request => request.TokenFingerprint))
        {
            Assert.InRange(token.Count(), 1, 2);
            Assert.InRange(token.Count(request => request.Status == 200), 0, 1);
        }
    }
}
