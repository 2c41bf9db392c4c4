using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Outcomes;

namespace ExtensibleWebhooks.Worker.Tests.Outcomes;

public class OutcomeClassifierTests
{
    public static TheoryData<int> Statuses => [.. Enumerable.Range(100, 500)];

    /// <summary>The table once more, by its rows, so that one of the two has to be wrong where they differ.</summary>
    [Theory]
    [MemberData(nameof(Statuses))]
    public void Status_OfAnyKind_HasTheTablesOutcome(int status)
    {
        int[] retried = [408, 423, 425, 429, .. Enumerable.Range(500, 100).Except([501, 505])];
        var expected = (status / 100, status) switch
        {
            (2, _) => Outcome.Delivered,
            (3, _) => Outcome.RedirectRefused,
            (_, 401) => Outcome.Hold,
            (_, 410) => Outcome.EndpointGone,
            (_, 413) => Outcome.PayloadTooLarge,
            _ => retried.Contains(status) ? Outcome.Retry : Outcome.Rejected,
        };

        Assert.Equal(expected, OutcomeClassifier.Classify(status, AuthenticationType.Bearer, null));
    }

    [Fact]
    public void Unauthorized_WithOAuth2_RejectsTheCredential() =>
        Assert.Equal(Outcome.CredentialRejected, OutcomeClassifier.Classify(401, AuthenticationType.OAuth2, null));

    [Fact]
    public void Overrides_ComeBeforeTheTable_AndTheOneThatLosesLeastWins()
    {
        var overrides = new StatusOverrides { Retry = [404, 409], Hold = [403, 409], Discard = [500, 403] };

        Assert.Equal(Outcome.Retry, OutcomeClassifier.Classify(404, AuthenticationType.None, overrides));
        Assert.Equal(Outcome.Retry, OutcomeClassifier.Classify(409, AuthenticationType.None, overrides));
        Assert.Equal(Outcome.Hold, OutcomeClassifier.Classify(403, AuthenticationType.None, overrides));
        Assert.Equal(Outcome.Rejected, OutcomeClassifier.Classify(500, AuthenticationType.None, overrides));
        Assert.Equal(Outcome.Delivered, OutcomeClassifier.Classify(200, AuthenticationType.None, overrides));
    }

    [Theory]
    [InlineData("EgressDenied", "DeadLetter")]
    [InlineData("InvalidRequest", "DeadLetter")]
    [InlineData("NoCredentials", "PauseLane")]
    [InlineData("NameResolution", "TryAgain")]
    [InlineData("Connect", "TryAgain")]
    [InlineData("Tls", "TryAgain")]
    [InlineData("Timeout", "TryAgain")]
    [InlineData("Reset", "TryAgain")]
    [InlineData("Protocol", "TryAgain")]
    [InlineData("Proxy", "TryAgain")]
    [InlineData("Unexpected", "TryAgain")]
    public void Error_OfAnyKind_HasItsDisposition(string error, string disposition) =>
        Assert.Equal(Enum.Parse<Disposition>(disposition), OutcomeClassifier.DispositionOf(OutcomeClassifier.Classify(Enum.Parse<SendError>(error))));
}
