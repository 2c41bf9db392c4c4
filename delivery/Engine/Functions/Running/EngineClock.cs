using System.Globalization;
using Jint.Runtime;

namespace ExtensibleWebhooks.Engine.Functions.Running;

/// <summary>What Date says: the worker's clock, in UTC wherever the worker runs, as in Segment's functions.</summary>
internal sealed class EngineClock(TimeProvider time) : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
{
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();
}
