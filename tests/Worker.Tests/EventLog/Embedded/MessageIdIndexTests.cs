using CsCheck;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

public class MessageIdIndexTests
{
    /// <summary>A key of a small set, and how many seconds later; so that keys come back within the window and behind it.</summary>
    private static readonly Gen<(int Key, int Pause)[]> Steps = Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 2]).Array[0, 6000];

    [Fact]
    public void Contains_AfterAnyAdds_IsWhatADictionaryWithTimesSays() => Steps.Sample(
        steps =>
        {
            const uint window = 900;
            var index = new MessageIdIndex(1_000_000);
            var model = new Dictionary<int, uint>();
            var now = 10_000u;
            foreach (var (key, pause) in steps)
            {
                now += (uint)pause;
                var isKnown = model.TryGetValue(key, out var seen) && seen >= now - window;

                Assert.Equal(isKnown, index.Contains(MessageKey.Of($"{key}"), now - window));
                if (!isKnown)
                {
                    Assert.False(index.Add(MessageKey.Of($"{key}"), now, now - window));
                    model[key] = now;
                }
            }
        },
        iter: 60);

    [Fact]
    public void Add_BeyondTheBound_ForgetsTheOldestAndSaysSo()
    {
        var index = new MessageIdIndex(3000);
        var shortened = false;
        for (var second = 1u; second <= 20_000; second++)
        {
            shortened |= index.Add(MessageKey.Of($"{second}"), second, 0);
            Assert.InRange(index.Count, 0, 3072);
        }

        Assert.True(shortened);
        Assert.True(index.Contains(MessageKey.Of("20000"), 0));
        Assert.True(index.Contains(MessageKey.Of("18500"), 0));
        Assert.False(index.Contains(MessageKey.Of("1"), 0));
    }
}
