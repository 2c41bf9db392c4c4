using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Tests.Pacing;

public class ConcurrencyGateTests
{
    [Fact]
    public async Task Gate_LetsInUpToItsLimit()
    {
        using var gate = new ConcurrencyGate(2);

        await EnterAsync(gate, 2);
        var third = gate.EnterAsync(TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);

        gate.Leave();
        await third;
        Assert.Equal(2, gate.Inside);
    }

    [Fact]
    public async Task LowerLimit_TakesEffectAsTheyLeave_AndAHigherOneAtOnce()
    {
        using var gate = new ConcurrencyGate(3);
        await EnterAsync(gate, 3);

        gate.SetLimit(1);
        gate.Leave();
        gate.Leave();
        var next = gate.EnterAsync(TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);

        gate.Leave();
        await next;
        var two = new[] { gate.EnterAsync(TestContext.Current.CancellationToken).AsTask(), gate.EnterAsync(TestContext.Current.CancellationToken).AsTask() };
        Assert.All(two, entry => Assert.False(entry.IsCompleted));

        gate.SetLimit(3);
        await Task.WhenAll(two);
        Assert.Equal(3, gate.Inside);
    }

    [Fact]
    public async Task LowerLimit_OfAGateWithRoom_TakesTheRoomAway()
    {
        using var gate = new ConcurrencyGate(8);
        await EnterAsync(gate, 1);

        gate.SetLimit(2);

        await EnterAsync(gate, 1);
        Assert.False(gate.EnterAsync(TestContext.Current.CancellationToken).AsTask().IsCompleted);
    }

    private static async Task EnterAsync(ConcurrencyGate gate, int times)
    {
        for (var time = 0; time < times; time++)
        {
            await gate.EnterAsync(TestContext.Current.CancellationToken);
        }
    }
}
