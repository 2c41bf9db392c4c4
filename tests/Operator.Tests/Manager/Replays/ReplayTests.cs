using System.Text.Json.Nodes;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Operator.Tests.Manager.Inspection;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Replays;

/// <summary>WebhookReplays on a real API server; their worker is a fake that keeps replays as the real one does.</summary>
public class ReplayTests(OperatorCluster cluster) : IClassFixture<OperatorCluster>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private FakeWorker Worker => cluster.Operator.Worker;

    [Fact]
    public async Task Replay_IsBegunOnce_FollowedToItsEnd_AndThenLeftAlone()
    {
        var ns = await cluster.NewNamespaceAsync("begun");
        Worker.ReplayRefusal = null;
        await ns.ApplyAsync(Samples.Join(Samples.All, Samples.Replay()));
        await ns.ConditionAsync("webhookreplay", "again", "Completed", "Unknown", "ReplayRunning");
        var id = await IdAsync(ns);

        var request = Worker.Replays[id]["request"];
        Assert.Equal(("crm", 50), ((string?)request?["destination"], (int?)request?["ratePerSecond"]));
        Assert.Equal(("2026-01-31T12:00:00.0000000Z", "type = \"track\""), ((string?)request?["events"]?["since"], (string?)request?["events"]?["trigger"]));
        Tell(id, "Running", matched: 7, delivered: 3);
        await TestNamespace.EventuallyAsync("the figures", async () => (int?)(await StatusAsync(ns))?["delivered"] == 3);
        Tell(id, "Succeeded", matched: 7, delivered: 6, failed: 1, missed: 2);
        var message = await ns.ConditionAsync("webhookreplay", "again", "Ready", "True", "Ready");

        var status = await StatusAsync(ns);
        Assert.Equal(("Succeeded", 7, 6, 1, 2), ((string?)status?["phase"], (int?)status?["matched"], (int?)status?["delivered"], (int?)status?["failed"], (int?)status?["missed"]));
        Assert.Equal("2026-01-31T12:00:00Z", (string?)status?["startTime"]);
        Assert.NotNull(status?["completionTime"]);
        Assert.Equal("All is well.", message);
        Assert.Equal(
            "7 webhooks matched, 6 were delivered, 1 given up again. 2 events were gone from the log.", await ns.ConditionAsync("webhookreplay", "again", "Completed", "True", "ReplaySucceeded"));
        Assert.Matches("again +crm +Succeeded +7 +6 +1 ", await cluster.Kubectl.RunAsync(["get", "whr", "-n", ns.Name], Cancelled));

        // Whatever the worker says later, and however often it is looked at.
        Worker.Replays.TryRemove(id, out _);
        await ns.RunAsync("label", "webhookreplay", "again", "looked=at");
        await ns.ApplyAsync(Samples.Replay("deadLetters: {}", "marker"));
        await ns.ConditionAsync("webhookreplay", "marker", "Completed", "Unknown", "ReplayRunning");
        Assert.False(Worker.Replays.ContainsKey(id));
        Assert.Equal("Succeeded", (string?)(await StatusAsync(ns))?["phase"]);
    }

    [Fact]
    public async Task DeadLetters_AreAskedForByTheirFilter()
    {
        var ns = await cluster.NewNamespaceAsync("letters");
        Worker.ReplayRefusal = null;
        await ns.ApplyAsync(Samples.Join(Samples.All, Samples.Replay("deadLetters: {mapping: orders, reasons: [Rejected], until: \"2026-01-31T13:00:00+01:00\"}\n  ratePerSecond: 5\n  dryRun: true")));
        await ns.ConditionAsync("webhookreplay", "again", "Completed", "Unknown", "ReplayRunning");

        var request = Worker.Replays[await IdAsync(ns)]["request"];

        Assert.Equal(
            """{"mapping":"orders","reasons":["Rejected"],"since":null,"until":"2026-01-31T12:00:00.0000000Z"}""", request?["deadLetters"]?.ToJsonString());
        Assert.Equal((5, true), ((int?)request?["ratePerSecond"], (bool?)request?["dryRun"]));
    }

    [Fact]
    public async Task Replay_WaitsForItsDestination_AndForAWorkerThatTakesIt()
    {
        var ns = await cluster.NewNamespaceAsync("waits");
        Worker.ReplayRefusal = (409, "the destination crm is not served here: it was deleted, or it is disabled\n");
        await ns.ApplyAsync(Samples.Replay());
        await ns.ConditionAsync("webhookreplay", "again", "ReferencesResolved", "False", "DestinationNotFound");
        Assert.Equal("Pending", (string?)(await StatusAsync(ns))?["phase"]);

        await ns.ApplyAsync(Samples.All);
        await ns.ConditionAsync("webhookreplay", "again", "ReferencesResolved", "True", "Resolved");
        await TestNamespace.EventuallyAsync("the worker's refusal", async () =>
            (await ns.ConditionAsync("webhookreplay", "again", "Completed", "Unknown", "ReplayWaiting")).Contains("not served here", StringComparison.Ordinal));
        Worker.ReplayRefusal = null;
        await ns.ConditionAsync("webhookreplay", "again", "Completed", "Unknown", "ReplayRunning");

        Assert.True(Worker.Replays.ContainsKey(await IdAsync(ns)));
    }

    [Fact]
    public async Task Replay_ThatTheWorkerRefusesOrForgets_HasFailedForGood()
    {
        var ns = await cluster.NewNamespaceAsync("forgotten");
        Worker.ReplayRefusal = null;
        await ns.ApplyAsync(Samples.Join(Samples.All, Samples.Replay()));
        await ns.ConditionAsync("webhookreplay", "again", "Completed", "Unknown", "ReplayRunning");
        var id = await IdAsync(ns);

        Worker.Replays.TryRemove(id, out _);
        var forgotten = await ns.ConditionAsync("webhookreplay", "again", "Ready", "False", "ReplayFailed");

        Assert.Contains("does not know the replay any more", forgotten, StringComparison.Ordinal);
        Assert.False(Worker.Replays.ContainsKey(id));
        Assert.Equal("Failed", (string?)(await StatusAsync(ns))?["phase"]);
    }

    [Fact]
    public async Task Replay_Deleted_IsEndedInTheWorker_AndSoIsOneWhoseDeletionNobodySaw()
    {
        var ns = await cluster.NewNamespaceAsync("ended");
        Worker.ReplayRefusal = null;
        await ns.ApplyAsync(Samples.Join(Samples.All, Samples.Replay(), Samples.Replay(name: "stays")));
        await ns.ConditionAsync("webhookreplay", "again", "Completed", "Unknown", "ReplayRunning");
        await ns.ConditionAsync("webhookreplay", "stays", "Completed", "Unknown", "ReplayRunning");
        var (id, stays) = (await IdAsync(ns), await IdAsync(ns, "stays"));

        await ns.RunAsync("delete", "webhookreplay", "again");
        await TestNamespace.EventuallyAsync("the end of the replay", () => Task.FromResult((string?)Worker.Replays[id]["phase"] == "Cancelled"));

        Tell("whr-orphan", "Running");
        Tell("by-hand", "Running");
        await ns.RunAsync("patch", "statefulset", "shop-worker", "--subresource", "status", "--type", "merge", "-p", """{"status":{"replicas":1,"readyReplicas":1}}""");
        await TestNamespace.EventuallyAsync("the sweep", async () =>
        {
            await cluster.Operator.SweepReplaysAsync(Cancelled);
            return (string?)Worker.Replays["whr-orphan"]["phase"] == "Cancelled";
        });
        Assert.Equal(("Running", "Running"), ((string?)Worker.Replays["by-hand"]["phase"], (string?)Worker.Replays[stays]["phase"]));

        Tell(stays, "Cancelled", matched: 3, delivered: 1);
        await ns.ConditionAsync("webhookreplay", "stays", "Ready", "False", "ReplayCancelled");
    }

    [Fact]
    public async Task Replay_ThatWaitsOrGoesOn_IsNotWrittenToWithoutNews()
    {
        var ns = await cluster.NewNamespaceAsync("no-news");
        Worker.ReplayRefusal = null;
        await ns.ApplyAsync(Samples.Join(Samples.All, Samples.Replay(), Samples.Replay(name: "marker")));
        await ns.ConditionAsync("webhookreplay", "again", "Completed", "Unknown", "ReplayRunning");
        await ns.ConditionAsync("webhookreplay", "marker", "Completed", "Unknown", "ReplayRunning");
        var marker = await IdAsync(ns, "marker");
        var count = await cluster.CountWritesAsync();

        // Three looks at the one are at least two at the other.
        for (var look = 1; look <= 3; look++)
        {
            Tell(marker, "Running", matched: look);
            var expected = look;
            await TestNamespace.EventuallyAsync("the marker's figures", async () => (int?)(await StatusAsync(ns, "marker"))?["matched"] == expected);
        }

        Assert.Equal(
            Enumerable.Repeat("patch webhookreplays/status no-news/marker 200", 3),
            (await cluster.WritesSinceAsync(count)).Where(write => write.Contains("webhookreplays", StringComparison.Ordinal) && write.Contains(" no-news/", StringComparison.Ordinal)));
    }

    private static async Task<string> IdAsync(TestNamespace ns, string name = "again") => $"whr-{(string?)(await ns.GetAsync("webhookreplay", name))?["metadata"]?["uid"]}";

    private static async Task<JsonNode?> StatusAsync(TestNamespace ns, string name = "again") => (await ns.GetAsync("webhookreplay", name))?["status"];

    /// <summary>What the worker answers from now on.</summary>
    private void Tell(string id, string phase, int matched = 0, int delivered = 0, int failed = 0, int missed = 0) => Worker.Replays[id] = new JsonObject
    {
        ["id"] = id,
        ["phase"] = phase,
        ["matched"] = matched,
        ["delivered"] = delivered,
        ["failed"] = failed,
        ["missed"] = missed,
        ["createdAt"] = "2026-01-31T12:00:00Z",
    };
}
