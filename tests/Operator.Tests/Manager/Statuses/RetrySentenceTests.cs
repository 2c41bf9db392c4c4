using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Statuses;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Statuses;

public class RetrySentenceTests
{
    [Fact]
    public void Retries_ByDefault_AreToldWithEachWait() =>
        Assert.Equal("2 quick tries, then one after up to 1s, 2s, 4s, 8s, 16s, 32s, 1m4s, 2m8s, 4m16s, 5m and so on, until the event is 4h old", RetrySentence.Of(new RetrySpec()));

    [Fact]
    public void Retries_OfOneWait_AreToldWithIt() => Assert.Equal(
        "2 quick tries, then one after up to 10s and so on, until the event is 1h30m old",
        RetrySentence.Of(new RetrySpec { InitialBackoff = Duration.Parse("20s"), MaxBackoff = Duration.Parse("10s"), MaxAge = Duration.Parse("90m") }));
}
