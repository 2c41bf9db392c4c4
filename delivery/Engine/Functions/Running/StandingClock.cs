namespace ExtensibleWebhooks.Engine.Functions.Running;

/// <summary>A clock that stands still, for work that is bounded by statements and has to come out the same everywhere.</summary>
internal sealed class StandingClock : TimeProvider
{
    public static readonly StandingClock Instance = new();

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

    public override long GetTimestamp() => 0;
}
