using CsCheck;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Tests.Pacing;

public class FairGateTests
{
    /// <summary>Only against hangs.</summary>
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(60);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Group_WithManyWaiting_CostsANeighbourOneOfThem()
    {
        var gate = new FairGate(1);
        await gate.EnterAsync("slow", Ending);
        var slow = Enumerable.Range(0, 100).Select(_ => gate.EnterAsync("slow", Ending).AsTask()).ToList();
        var fast = gate.EnterAsync("fast", Ending).AsTask();

        gate.Leave();
        await slow[0];
        Assert.False(fast.IsCompleted);

        gate.Leave();
        await fast;
        Assert.False(slow[1].IsCompleted);
    }

    [Fact]
    public async Task Waiter_ThatIsCancelled_LeavesItsGroupsTurnToTheNext()
    {
        var gate = new FairGate(1);
        using var cancelled = new CancellationTokenSource();
        await gate.EnterAsync("a", Ending);
        var first = gate.EnterAsync("a", cancelled.Token).AsTask();
        var alone = gate.EnterAsync("b", cancelled.Token).AsTask();
        var other = gate.EnterAsync("c", Ending).AsTask();
        var second = gate.EnterAsync("a", Ending).AsTask();

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => alone);

        gate.Leave();
        await second;
        Assert.False(other.IsCompleted);
        gate.Leave();
        await other;
        gate.Leave();
        await gate.EnterAsync("d", Ending);
    }

    /// <summary>Against the plain rule: places are given by turns, no more than there are, none is lost, whoever is cancelled.</summary>
    [Fact]
    public Task Gate_WhateverIsAsked_IsFairAndLosesNoPlace() =>
        Gen.Select(Gen.Int[1, 3], Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 99]).Array[1, 60]).SampleAsync(async (limit, steps) =>
        {
            var gate = new FairGate(limit);
            var waiting = new List<Asked>();
            var inside = 0;
            foreach (var (kind, group, pick) in steps)
            {
                if (kind < 5)
                {
                    var asked = new Asked($"{group}");
                    asked.Entry = gate.EnterAsync(asked.Group, asked.Cancel.Token).AsTask();
                    waiting.Add(asked);
                }
                else if (kind < 8 && inside > 0)
                {
                    inside--;
                    gate.Leave();
                    if (waiting.Count > 0)
                    {
                        await Task.WhenAny(waiting.Select(asked => asked.Entry)).WaitAsync(Ceiling, Ending);
                    }
                }
                else if (waiting.Count > 0)
                {
                    var asked = waiting[pick % waiting.Count];
                    waiting.Remove(asked);
                    await asked.Cancel.CancelAsync();
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.Entry.WaitAsync(Ceiling, Ending));
                }

                foreach (var entered in waiting.Where(asked => asked.Entry.IsCompletedSuccessfully).ToList())
                {
                    Assert.DoesNotContain(waiting.TakeWhile(asked => asked != entered), earlier => earlier.Group == entered.Group);
                    waiting.Remove(entered);
                    inside++;
                    foreach (var first in waiting.GroupBy(asked => asked.Group).Select(asked => asked.First()).Where(first => first.Group != entered.Group))
                    {
                        first.Overtaken.Add(entered.Group);
                        Assert.Equal(first.Overtaken.Distinct(StringComparer.Ordinal), first.Overtaken);
                    }
                }

                Assert.True(inside == limit || waiting.Count == 0, $"{inside} of {limit} inside, {waiting.Count} wait");
                Assert.InRange(inside, 0, limit);
            }
        });

    private sealed class Asked(string group)
    {
        public string Group { get; } = group;

        public CancellationTokenSource Cancel { get; } = new();

        public Task Entry { get; set; } = Task.CompletedTask;

        /// <summary>Since it is the first of its group.</summary>
        public List<string> Overtaken { get; } = [];
    }
}
