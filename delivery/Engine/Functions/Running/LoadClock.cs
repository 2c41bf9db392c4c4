namespace ExtensibleWebhooks.Engine.Functions.Running;

/// <summary>For a source's top level while it is compiled: time is measured, so that it ends, but Date stands still, so that its answer does not hang on the day.</summary>
internal sealed class LoadClock(TimeProvider time) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

    public override long GetTimestamp() => time.GetTimestamp();
}
