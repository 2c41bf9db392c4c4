using System.Collections.Concurrent;
using ExtensibleWebhooks.Manager.Inspection;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Inspection;

public sealed class RejectionLoopTests : IAsyncDisposable
{
    private readonly FakeWorker _hostile = new();
    private readonly FakeWorker _worker = new() { Token = "t" };
    private readonly WorkersStand _stand = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("t", """{"destinations":[null]}""")]
    [InlineData("t\n", "{}")]
    public async Task Refusal_BesideASourceThatDoesHarm_WakesItsControllerRoundAfterRound(string token, string answer)
    {
        await _hostile.StartAsync(Cancelled);
        await _worker.StartAsync(Cancelled);
        _hostile.Answer = answer;
        _stand.Add("hostile", token);
        _stand.Add("shop");
        var rejected = new RejectedTokens();
        var woken = new ConcurrentQueue<string>();
        rejected.Calls.Connect(key => woken.Enqueue(key.Name));
        using var http = WorkerClient.CreateHttp();
        var workers = new WorkerClient(http, source => source.Metadata.Name == "shop" ? _worker.Address : _hostile.Address);
        using var loop = new RejectionLoop(workers, _stand.Rounds, _stand, rejected);
        await loop.StartAsync(Cancelled);

        foreach (var fingerprint in (string[])["first", "second"])
        {
            _worker.Answer = $$"""{"destinations":[{"name":"shop","rejectedToken":"{{fingerprint}}"}]}""";
            var before = woken.Count;
            await Eventually.TrueAsync(
                () =>
                {
                    _stand.Time.Advance(TimeSpan.FromSeconds(2));
                    return woken.Count > before || loop.ExecuteTask?.IsCompleted == true;
                },
                "the controller to be woken",
                Cancelled);
        }

        Assert.Equal(["shop", "shop"], woken);
        Assert.False(loop.ExecuteTask?.IsCompleted);
        await loop.StopAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _hostile.DisposeAsync();
        await _worker.DisposeAsync();
    }
}
