using System.Net.Sockets;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Sending;
using Polly.Timeout;

namespace ExtensibleWebhooks.Worker.Tests.Sending;

public class SendErrorsTests
{
    public static TheoryData<HttpRequestError> HttpErrors => [.. Enum.GetValues<HttpRequestError>()];

    /// <summary>Whatever the framework may report, a later version's kinds included, is tried again: what a network does may pass.</summary>
    [Theory]
    [MemberData(nameof(HttpErrors))]
    public void HttpError_OfAnyKind_IsTriedAgain_AndSaysWhatItWas(HttpRequestError kind)
    {
        var exception = new HttpRequestException(kind, "an error occurred", new InvalidOperationException("what it was"));

        var error = SendErrors.ErrorOf(exception);

        Assert.Equal(Disposition.TryAgain, OutcomeClassifier.DispositionOf(OutcomeClassifier.Classify(error)));
        Assert.EndsWith(": what it was", SendErrors.DetailOf(exception, error, TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "NameResolution")]
    [InlineData(HttpRequestError.ConnectionError, "Connect")]
    [InlineData(HttpRequestError.SecureConnectionError, "Tls")]
    [InlineData(HttpRequestError.HttpProtocolError, "Protocol")]
    [InlineData(HttpRequestError.ExtendedConnectNotSupported, "Protocol")]
    [InlineData(HttpRequestError.VersionNegotiationError, "Protocol")]
    [InlineData(HttpRequestError.UserAuthenticationError, "Protocol")]
    [InlineData(HttpRequestError.ProxyTunnelError, "Proxy")]
    [InlineData(HttpRequestError.InvalidResponse, "Protocol")]
    [InlineData(HttpRequestError.ResponseEnded, "Reset")]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, "Protocol")]
    [InlineData(HttpRequestError.Unknown, "Protocol")]
    public void HttpError_OfEachKind_HasItsError(HttpRequestError kind, string error) =>
        Assert.Equal(Enum.Parse<SendError>(error), SendErrors.ErrorOf(new HttpRequestException(kind)));

    public static TheoryData<Exception, string> Others => new()
    {
        { new HttpRequestException("x", new IOException("y")), "Reset" },
        { new HttpRequestException("x", new SocketException((int)SocketError.ConnectionReset)), "Reset" },
        { new HttpRequestException("x", new EgressDeniedException("y")), "EgressDenied" },
        { new TimeoutRejectedException(), "Timeout" },
        { new OperationCanceledException(), "Connect" },
        { new TaskCanceledException(), "Connect" },
        { new InvalidOperationException("x"), "Unexpected" },
        { new FormatException("x"), "Unexpected" },
        { new IOException("x"), "Unexpected" },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Exception_OfAnyOtherKind_HasItsError(Exception exception, string error) => Assert.Equal(Enum.Parse<SendError>(error), SendErrors.ErrorOf(exception));
}
