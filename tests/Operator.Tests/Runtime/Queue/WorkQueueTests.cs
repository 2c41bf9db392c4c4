using ExtensibleWebhooks.Runtime.Queue;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Queue;

public sealed class WorkQueueTests : IDisposable
{
    private readonly QueueProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public void Add_TwiceBeforeTaken_IsTakenOnce()
    {
        _probe.Queue.Add("a");
        _probe.Queue.Add("a");

        Assert.Equal("a", _probe.TryTake());
        Assert.Null(_probe.TryTake());
        Assert.Equal(1, _probe.Observer.Adds);
    }

    [Fact]
    public void Add_WhileWorkedOn_ComesAgainAfterDone()
    {
        _probe.Queue.Add("a");
        _probe.TryTake();
        _probe.Queue.Add("a");

        Assert.Null(_probe.TryTake());
        _probe.Queue.Done("a");
        Assert.Equal("a", _probe.TryTake());
    }

    [Fact]
    public void AddAfter_Twice_TheEarlierCounts()
    {
        _probe.Queue.AddAfter("a", TimeSpan.FromSeconds(60));
        _probe.Queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _probe.Queue.AddAfter("a", TimeSpan.FromSeconds(30));

        _probe.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(_probe.TryTake());
        _probe.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a", _probe.TryTake());

        _probe.Queue.Done("a");
        _probe.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(_probe.TryTake());
    }

    [Fact]
    public void AddAfter_ZeroOrPast_IsReadyAtOnce()
    {
        _probe.Queue.AddAfter("a", TimeSpan.Zero);
        _probe.Queue.AddAfter("b", TimeSpan.FromSeconds(-1));

        Assert.Equal("a", _probe.TryTake());
        Assert.Equal("b", _probe.TryTake());
    }

    [Fact]
    public void Background_GoesBehindNormal_AndIsPromotedByIt()
    {
        _probe.Queue.Add("old", QueueBand.Background);
        _probe.Queue.Add("older", QueueBand.Background);
        _probe.Queue.Add("edited");
        _probe.Queue.Add("older");

        Assert.Equal("edited", _probe.TryTake());
        Assert.Equal("older", _probe.TryTake());
        Assert.Equal("old", _probe.TryTake());
        Assert.Null(_probe.TryTake());
    }

    [Fact]
    public void AddRateLimited_WithANotBefore_WaitsForTheLater()
    {
        _probe.Queue.AddRateLimited("a", TimeSpan.FromSeconds(30));

        _probe.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(_probe.TryTake());
        _probe.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a", _probe.TryTake());
        Assert.Equal(1, _probe.Observer.Retries);
    }

    [Fact]
    public void Forget_AfterFailures_StartsTheWaitsAnew()
    {
        for (var i = 0; i < 10; i++)
        {
            _probe.Queue.AddRateLimited("a");
        }

        _probe.Queue.Forget("a");
        Assert.Equal(0, _probe.Queue.Failures("a"));
    }

    [Fact]
    public void Observer_HearsHowLongAKeyWaitedAndWasWorkedOn()
    {
        _probe.Queue.Add("a");
        _probe.Time.Advance(TimeSpan.FromSeconds(3));
        _probe.TryTake();
        _probe.Time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal([TimeSpan.FromSeconds(4)], _probe.Queue.Running);
        _probe.Queue.Done("a");
        Assert.Equal([TimeSpan.FromSeconds(3)], _probe.Observer.Waited);
        Assert.Equal([TimeSpan.FromSeconds(4)], _probe.Observer.Worked);
        Assert.Equal(0, _probe.Observer.Depth[QueueBand.Normal]);
    }
}
