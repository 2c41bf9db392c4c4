using CsCheck;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Lanes;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

public class SettlementWindowTests
{
    private const int Capacity = 256;

    /// <summary>Any order of settling: the settled position is that of the last event before the first open one, and never passes an open one.</summary>
    [Fact]
    public void Settled_UnderAnyOrder_NeverPassesAnOpenEvent() =>
        Gen.Select(Gen.Int[0, 3].List[1, 600], Gen.Int).Sample((deliveries, seed) =>
        {
            var window = new SettlementWindow(1024);
            var open = new SortedDictionary<int, int>();
            var random = new Random(seed);
            var added = 0;
            while (added < deliveries.Count || open.Count > 0)
            {
                if (added < deliveries.Count && (open.Count == 0 || random.Next(2) == 0))
                {
                    Add(window, added, deliveries[added]);
                    if (deliveries[added] > 0)
                    {
                        open[added] = deliveries[added];
                    }

                    added++;
                }
                else
                {
                    var ticket = open.Keys.ElementAt(random.Next(open.Count));
                    window.Settle(ticket);
                    if (--open[ticket] == 0)
                    {
                        open.Remove(ticket);
                    }
                }

                var passed = open.Count > 0 ? open.Keys.First() : added;
                Assert.Equal(passed == 0 ? LogPosition.None : PositionOf(passed - 1), window.Settled);
                Assert.Equal(added - passed, window.Count);
            }
        });

    [Fact]
    public async Task Window_ThatIsFull_WaitsForTheOldest()
    {
        var window = new SettlementWindow(Capacity);
        for (var number = 0; number < Capacity; number++)
        {
            Add(window, number, 1);
        }

        var next = window.AddAsync(PositionOf(Capacity), 1, TestContext.Current.CancellationToken).AsTask();
        window.Settle(1);
        Assert.False(next.IsCompleted);

        window.Settle(0);
        Assert.Equal(Capacity, await next);
        Assert.Equal(PositionOf(1), window.Settled);
    }

    private static LogPosition PositionOf(int number) => new(1000 + (number * 3));

    private static void Add(SettlementWindow window, int number, int deliveries)
    {
        var added = window.AddAsync(PositionOf(number), deliveries, CancellationToken.None).AsTask();
        Assert.True(added.IsCompletedSuccessfully);
    }
}
