using CsCheck;
using ExtensibleWebhooks.Runtime.Queue;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Queue;

/// <summary>The queue against a model, over arbitrary sequences of what may happen to it.</summary>
public class WorkQueueProperties
{
    private static readonly string[] Keys = ["a", "b", "c", "d"];

    private static readonly Gen<Step> GenStep = Gen.Select(
        Gen.Enum<StepKind>(), Gen.Int[0, Keys.Length - 1], Gen.Int[1, 120], (kind, key, seconds) => new Step(kind, Keys[key], seconds));

    private enum StepKind
    {
        Add,
        AddInBackground,
        AddAfter,
        AddRateLimited,
        Forget,
        Take,
        TakeAgain,
        Done,
        Advance,
    }

    [Fact]
    public void AnySequence_NeverGivesAKeyTwiceAtOnce_AndLosesNoWakeUp() =>
        GenStep.Array[1, 80].Sample(steps =>
        {
            using var model = new QueueModel();
            foreach (var step in steps)
            {
                Apply(model, step);
            }

            return model.DrainsCompletely();
        }, iter: 5000);

    [Fact]
    public void AnySequenceOfDelays_BecomesReadyAtTheEarliest() =>
        Gen.Int[1, 1000].Array[1, 10].Sample(delays =>
        {
            using var probe = new QueueProbe();
            foreach (var delay in delays)
            {
                probe.Queue.AddAfter("a", TimeSpan.FromMilliseconds(delay));
            }

            probe.Time.Advance(TimeSpan.FromMilliseconds(delays.Min() - 1));
            var early = probe.TryTake();
            probe.Time.Advance(TimeSpan.FromMilliseconds(1));
            var onTime = probe.TryTake();
            probe.Queue.Done("a");
            probe.Time.Advance(TimeSpan.FromSeconds(2));
            return early is null && onTime == "a" && probe.TryTake() is null;
        }, iter: 2000);

    [Fact]
    public void Backoff_GrowsStrictlyToItsCap_AndStaysWithinATenthBelowIt() =>
        Gen.Int.Sample(seed =>
        {
            var backoff = new ItemBackoff(ItemBackoff.DefaultInitial, ItemBackoff.DefaultMax, SeededRandom.Of(seed));
            var delays = Enumerable.Range(1, 60).Select(backoff.Delay).ToList();
            var growing = delays.TakeWhile(delay => delay < ItemBackoff.DefaultMax * 0.45).ToList();
            return growing.Zip(growing.Skip(1)).All(pair => pair.First < pair.Second)
                && delays.Skip(growing.Count + 1).All(delay => delay >= ItemBackoff.DefaultMax * 0.9 && delay <= ItemBackoff.DefaultMax);
        }, iter: 500);

    [Fact]
    public async Task ManyThreads_EachKeyWithOneWorker_AndItsLastChangeSeen()
    {
        using var probe = new QueueProbe();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (changes, seen, inside, overlaps) = (new int[8], new int[8], new int[8], 0);

        async Task WorkAsync()
        {
            while (true)
            {
                var key = await probe.Queue.TakeAsync(stop.Token);
                var index = int.Parse(key, System.Globalization.CultureInfo.InvariantCulture);
                overlaps += Interlocked.Increment(ref inside[index]) == 1 ? 0 : 1;
                Volatile.Write(ref seen[index], Volatile.Read(ref changes[index]));
                await Task.Yield();
                Interlocked.Decrement(ref inside[index]);
                probe.Queue.Done(key);
            }
        }

        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(WorkAsync, stop.Token)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                var index = (i + thread) % changes.Length;
                Interlocked.Increment(ref changes[index]);
                probe.Queue.Add($"{index}");
            }
        })));

        await Support.Eventually.TrueAsync(() => seen.SequenceEqual(changes), "every last change is seen", stop.Token);
        Assert.Equal(0, overlaps);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(workers));
    }

    private static void Apply(QueueModel model, Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Add:
                model.Add(step.Key, QueueBand.Normal);
                break;
            case StepKind.AddInBackground:
                model.Add(step.Key, QueueBand.Background);
                break;
            case StepKind.AddAfter:
                model.AddAfter(step.Key, TimeSpan.FromSeconds(step.Seconds));
                break;
            case StepKind.AddRateLimited:
                model.AddRateLimited(step.Key);
                break;
            case StepKind.Forget:
                model.Probe.Queue.Forget(step.Key);
                break;
            case StepKind.Take or StepKind.TakeAgain:
                model.Take();
                break;
            case StepKind.Done:
                model.Done(step.Key);
                break;
            default:
                model.Advance(TimeSpan.FromSeconds(step.Seconds));
                break;
        }
    }

    private sealed record Step(StepKind Kind, string Key, int Seconds);
}
