using CsCheck;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Worker.Batching;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Batching;

/// <summary>The batcher against a model that knows no bytes and no queues: whatever is added, at whatever times, every event comes out once, in a batch that keeps every bound.</summary>
public class BatcherProperties
{
    private const int MaxSize = 4;
    private const int MaxBytes = 1000;
    private const int OpenBatches = 3;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private static readonly BatchingSpec Spec = new() { MaxSize = MaxSize, MaxBytes = ByteSize.Parse("1KB"), MaxWait = Duration.Parse("10s") };

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Gen.Select(Gen.Int[0, 1], Gen.Int[0, 4], Gen.Int[2, 600], (mapping, target, bytes) => new Step(mapping, target, bytes, 0, 0))),
        (2, Gen.Int[1, 12].Select(seconds => new Step(0, 0, 0, seconds, 0))),
        (1, Gen.Int[1, 20].Select(back => new Step(0, 0, 0, 0, back))));

    [Fact]
    public void Batcher_ForAnyEventsAndTimes_DoesAsItsModel() => Steps.Array[1, 60].Sample(Run, iter: 2_000);

    private static void Run(Step[] steps)
    {
        var time = new FakeTimeProvider();
        var batcher = new Batcher(new BatchLimits { OpenBatches = OpenBatches, Closed = int.MaxValue }, time);
        var model = new Model(time);
        var mappings = new[] { Members.Mapping(Spec, "a"), Members.Mapping(Spec, "b") };
        var ticket = 0;
        foreach (var step in steps)
        {
            if (step.Bytes > 0)
            {
                var body = $"{{\"x\":\"{new string('y', step.Bytes)}\"}}";
                batcher.Add(Members.Member(mappings[step.Mapping], ++ticket, body, $"https://a.example/{step.Target}"));
                model.Add((step.Mapping, step.Target), ticket, body.Length);
            }
            else if (step.Back > 0)
            {
                batcher.CloseBefore(ticket - step.Back);
                model.CloseBefore(ticket - step.Back);
            }
            else
            {
                time.Advance(TimeSpan.FromSeconds(step.Seconds));
            }

            model.CloseDue();
            Drain(batcher, model);
        }

        batcher.CloseAll();
        model.CloseAll();
        Drain(batcher, model);
        Assert.Equal(0, batcher.Waiting);
    }

    /// <summary>What both have closed is the same, in the same order; then nothing is in line.</summary>
    private static void Drain(Batcher batcher, Model model)
    {
        using var enough = new CancellationTokenSource();
        while (model.Closed.TryDequeue(out var expected))
        {
            var next = batcher.NextAsync(enough.Token).AsTask();
            Assert.True(next.IsCompletedSuccessfully, $"{expected.Reason} {string.Join(',', expected.Tickets)}");
            var batch = next.Result;
            Assert.Equal(expected.Reason, batch.Reason);
            Assert.Equal(expected.Tickets, batch.Tickets);
            Assert.InRange(batch.Request.Events, 1, MaxSize);
            Assert.InRange(batch.Request.Body?.Length ?? 0, 2, MaxBytes);
            batcher.Begun();
        }

        var none = batcher.NextAsync(enough.Token).AsTask();
        Assert.False(none.IsCompleted);
        enough.Cancel();
        Assert.True(SpinWait.SpinUntil(() => none.IsCompleted, TimeSpan.FromSeconds(30)));
    }

    /// <param name="Mapping">Of an event.</param>
    /// <param name="Target">Of an event.</param>
    /// <param name="Bytes">About an event's body; 0: it is no event.</param>
    /// <param name="Seconds">Of time that goes by; 0: none.</param>
    /// <param name="Back">Batches that are older by so many events are to be closed; 0: none.</param>
    private sealed record Step(int Mapping, int Target, int Bytes, int Seconds, int Back);

    /// <summary>The batches as plain lists, by their age.</summary>
    private sealed class Model(FakeTimeProvider time)
    {
        private readonly List<Open> _open = [];

        public Queue<(FlushReason Reason, List<long> Tickets)> Closed { get; } = new();

        public void Add((int, int) key, int ticket, int bytes)
        {
            var open = _open.Find(batch => batch.Key == key);
            if (open is not null && 2 + open.Bytes + 1 + bytes > MaxBytes)
            {
                Close(open, FlushReason.Bytes);
                open = null;
            }

            if (open is null)
            {
                _open.Add(open = new Open(key, time.GetUtcNow()));
            }

            open.Bytes += bytes + (open.Tickets.Count > 0 ? 1 : 0);
            open.Tickets.Add(ticket);
            if (open.Tickets.Count == MaxSize)
            {
                Close(open, FlushReason.Size);
            }

            if (_open.Count > OpenBatches)
            {
                Close(_open[0], FlushReason.Room);
            }
        }

        public void CloseBefore(int ticket) => CloseEach(batch => batch.Tickets[0] < ticket, FlushReason.Room);

        public void CloseDue() => CloseEach(batch => time.GetUtcNow() - batch.OpenedAt >= MaxWait, FlushReason.Wait);

        public void CloseAll() => CloseEach(_ => true, FlushReason.Stop);

        private void CloseEach(Func<Open, bool> which, FlushReason reason)
        {
            foreach (var batch in _open.Where(which).ToList())
            {
                Close(batch, reason);
            }
        }

        private void Close(Open batch, FlushReason reason)
        {
            _open.Remove(batch);
            Closed.Enqueue((reason, batch.Tickets));
        }
    }

    private sealed class Open((int, int) key, DateTimeOffset openedAt)
    {
        public (int, int) Key => key;

        public DateTimeOffset OpenedAt => openedAt;

        public int Bytes { get; set; }

        public List<long> Tickets { get; } = [];
    }
}
