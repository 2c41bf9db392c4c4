using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Tokens;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Tokens;

public sealed class RejectedTokensTests
{
    private readonly RejectedTokens _rejected = new();
    private readonly List<string> _woken = [];

    public RejectedTokensTests() => _rejected.Calls.Connect(key => _woken.Add(key.ToString()));

    private static WebhookDestination Destination => new()
    {
        Metadata = new V1ObjectMeta { NamespaceProperty = "shop", Name = "crm", Uid = "uid-1" },
        Spec = new WebhookDestinationSpec { SourceRef = new() { Name = "shop" } },
    };

    /// <summary>What the worker reports round by round, and how often the controller was woken after each.</summary>
    [Theory]
    [InlineData("- - -", "0 0 0")]
    [InlineData("a a a", "1 1 1")]
    [InlineData("a b b", "1 2 2")]
    [InlineData("a - -", "1 2 2")]
    [InlineData("a - a", "1 2 3")]
    public void Report_OfAChange_WakesTheControllerOnce(string reports, string woken)
    {
        var counts = new List<int>();
        foreach (var report in reports.Split(' '))
        {
            var fingerprint = report == "-" ? null : report;
            _rejected.Report(Destination, fingerprint);
            counts.Add(_woken.Count);
            Assert.Equal(fingerprint, _rejected.Of(Destination));
        }

        Assert.Equal(woken, string.Join(' ', counts));
        Assert.All(_woken, key => Assert.Equal("shop/crm", key));
    }
}
