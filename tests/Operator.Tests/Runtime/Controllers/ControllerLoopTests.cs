using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Controllers;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;

/// <summary>What becomes of a key after each way in which its reconciliation may end.</summary>
public class ControllerLoopTests
{
    private static ReconcileOutcome Success(TimeSpan? after = null) => new(true, false, after, null, null);

    private static ReconcileOutcome Failure(TimeSpan? after = null) => new(false, false, after, "failed", null);

    [Fact]
    public async Task Exceptions_AreContained_AndTheKeyComesBackForEver_LaterEachTime()
    {
        await using var probe = new LoopProbe((call, _) => call <= 20 ? throw new InvalidOperationException("bug") : Task.FromResult(Success()));
        probe.Queue.Add(LoopProbe.Key);

        for (var failures = 1; failures <= 20; failures++)
        {
            await probe.UntilFailedAsync(failures);
            var wait = TimeSpan.FromMilliseconds(Math.Min(5 * Math.Pow(2, failures - 1), 1_000_000));
            probe.Time.Advance(wait - TimeSpan.FromMilliseconds(1));
            Assert.Equal(failures, probe.Calls);
            probe.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await probe.UntilAsync(() => probe.Queue.Failures(LoopProbe.Key) == 0, "success, which forgets the failures");
        var metrics = await probe.MetricsAsync();
        Assert.Contains("controller_runtime_reconcile_panics_total{controller=\"widget\"} 20", metrics, StringComparison.Ordinal);
        Assert.Contains("controller_runtime_reconcile_errors_total{controller=\"widget\"} 20", metrics, StringComparison.Ordinal);
        Assert.Contains("controller_runtime_reconcile_total{controller=\"widget\",result=\"error\"} 20", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequeueAfter_ComesBackThen()
    {
        await using var probe = new LoopProbe((call, _) => Task.FromResult(Success(call == 1 ? TimeSpan.FromMinutes(5) : null)));
        probe.Queue.Add(LoopProbe.Key);
        await probe.UntilAsync(() => probe.Calls == 1 && probe.Queue.Running.Count == 0, "the first look");

        probe.Time.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal(1, probe.Calls);
        probe.Time.Advance(TimeSpan.FromMinutes(0.1));
        await probe.UntilCalledAsync(2);
    }

    [Fact]
    public async Task Terminal_IsNotTriedAgain_UntilSomethingChanges()
    {
        await using var probe = new LoopProbe((_, _) => Task.FromResult(new ReconcileOutcome(false, true, null, "wrong", null)));
        probe.Queue.Add(LoopProbe.Key);
        await probe.UntilAsync(() => probe.Calls == 1 && probe.Queue.Running.Count == 0, "the first look");

        probe.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, probe.Calls);
        probe.Queue.Add(LoopProbe.Key);
        await probe.UntilCalledAsync(2);
        await probe.UntilAsync(() => probe.Queue.Running.Count == 0, "the second look's end");
        Assert.Contains("controller_runtime_terminal_reconcile_errors_total{controller=\"widget\"} 2", await probe.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_WithATime_ComesBackNotBeforeIt()
    {
        await using var probe = new LoopProbe((_, _) => Task.FromResult(Failure(TimeSpan.FromSeconds(30))));
        probe.Queue.Add(LoopProbe.Key);
        await probe.UntilFailedAsync(1);

        probe.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, probe.Calls);
        probe.Time.Advance(TimeSpan.FromSeconds(1));
        await probe.UntilCalledAsync(2);
    }

    [Fact]
    public async Task RetryAfterOfTheServer_IsKept()
    {
        var error = new ApiError { Code = 429, Reason = "TooManyRequests", Verb = "patch", Resource = "configmaps", RetryAfter = TimeSpan.FromSeconds(40) };
        await using var probe = new LoopProbe((_, _) => throw new KubeApiException(error));
        probe.Queue.Add(LoopProbe.Key);
        await probe.UntilFailedAsync(1);

        probe.Time.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(1, probe.Calls);
        probe.Time.Advance(TimeSpan.FromSeconds(1));
        await probe.UntilCalledAsync(2);
        Assert.Contains("controller_runtime_reconcile_panics_total{controller=\"widget\"} 0", await probe.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooLong_IsCancelled_Counted_AndTriedAgain()
    {
        await using var probe = new LoopProbe(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return Success();
        });
        probe.Queue.Add(LoopProbe.Key);
        await probe.UntilCalledAsync(1);

        probe.Time.Advance(TimeSpan.FromSeconds(30));
        await probe.UntilFailedAsync(1);
        Assert.Contains("controller_runtime_reconcile_timeouts_total{controller=\"widget\"} 1", await probe.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_FinishesWhatIsInProgress_AndTakesNoMore()
    {
        var work = new TaskCompletionSource<ReconcileOutcome>();
        await using var probe = new LoopProbe((_, _) => work.Task);
        probe.Queue.Add(LoopProbe.Key);
        await probe.UntilCalledAsync(1);
        probe.Queue.Add(new NamespacedName("n", "next"));

        probe.Stop();
        Assert.False(probe.Running.IsCompleted);
        work.SetResult(Success());
        await probe.Running.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, probe.Calls);
    }

    [Fact]
    public async Task Abort_CancelsWhatIsInProgress()
    {
        await using var probe = new LoopProbe(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return Success();
        });
        probe.Queue.Add(LoopProbe.Key);
        await probe.UntilCalledAsync(1);

        probe.Abort();
        await probe.Running.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task MaxConcurrent_IsKept_AndUsed()
    {
        var (inside, most) = (0, 0);
        var gate = new TaskCompletionSource();
        await using var probe = new LoopProbe(
            async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await gate.Task;
                Interlocked.Decrement(ref inside);
                return Success();
            },
            maxConcurrent: 3);
        for (var i = 0; i < 10; i++)
        {
            probe.Queue.Add(new NamespacedName("n", $"w{i}"));
        }

        await probe.UntilCalledAsync(3);
        Assert.Contains("controller_runtime_active_workers{controller=\"widget\"} 3", await probe.MetricsAsync(), StringComparison.Ordinal);
        gate.SetResult();
        await probe.UntilCalledAsync(10);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task AllSeries_AreThereFromTheStart()
    {
        await using var probe = new LoopProbe((_, _) => Task.FromResult(Success()));

        var metrics = await probe.MetricsAsync();

        foreach (var result in new[] { "success", "error", "requeue", "requeue_after" })
        {
            Assert.Contains($"controller_runtime_reconcile_total{{controller=\"widget\",result=\"{result}\"}} 0", metrics, StringComparison.Ordinal);
        }

        Assert.Contains("controller_runtime_max_concurrent_reconciles{controller=\"widget\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("controller_runtime_reconcile_time_seconds_count{controller=\"widget\"} 0", metrics, StringComparison.Ordinal);
    }
}
