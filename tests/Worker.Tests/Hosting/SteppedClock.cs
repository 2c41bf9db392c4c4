namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>The system's clock, whose time of day somebody sets while it runs. Timers and timestamps go on, as they do on a machine.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public void Step(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
