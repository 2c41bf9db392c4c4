using CsCheck;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Tests.Pacing;

/// <summary>The gate against two numbers: who is inside, and who waits. Somebody goes in as soon as, and only while, fewer are inside than may be.</summary>
public class ConcurrencyGateProperties
{
    private static readonly Gen<(Act Act, int Limit)[]> Steps = Gen.Select(
        Gen.Frequency((5, Gen.Const(Act.Enter)), (4, Gen.Const(Act.Leave)), (3, Gen.Const(Act.SetLimit)), (1, Gen.Const(Act.GiveUp))), Gen.Int[1, 6]).Array[1, 60];

    private enum Act
    {
        Enter,
        Leave,
        SetLimit,

        /// <summary>The last one that waits does so no more.</summary>
        GiveUp,
    }

    [Fact]
    public Task Gate_UnderAnyComingGoingAndLimits_DoesAsItsModel() => Steps.SampleAsync(
        async steps =>
        {
            var limit = 3;
            using var gate = new ConcurrencyGate(limit);
            var inside = 0;
            var entries = new List<(Task Task, CancellationTokenSource GiveUp)>();
            foreach (var (act, number) in steps)
            {
                switch (act)
                {
                    case Act.Enter:
                        var giveUp = new CancellationTokenSource();
                        entries.Add((gate.EnterAsync(giveUp.Token).AsTask(), giveUp));
                        break;
                    case Act.Leave when inside > 0:
                        gate.Leave();
                        inside--;
                        break;
                    case Act.SetLimit:
                        gate.SetLimit(number);
                        limit = number;
                        break;
                    case Act.GiveUp when entries.Count > 0:
                        await entries[^1].GiveUp.CancelAsync();
                        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entries[^1].Task);
                        entries[^1].GiveUp.Dispose();
                        entries.RemoveAt(entries.Count - 1);
                        break;
                }

                var enter = Math.Clamp(limit - inside, 0, entries.Count);
                inside += enter;
                Assert.True(SpinWait.SpinUntil(() => gate.Inside == inside && entries.Count(entry => entry.Task.IsCompleted) == enter, TimeSpan.FromSeconds(30)), $"{inside} are to be inside, {gate.Inside} are; {entries.Count} waited");
                entries.RemoveAll(entry => entry.Task.IsCompleted);
                Assert.Equal(limit, gate.Limit);
            }
        },
        iter: 300,
        threads: 1);
}
