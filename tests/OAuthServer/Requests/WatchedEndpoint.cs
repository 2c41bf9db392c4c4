using ExtensibleWebhooks.OAuthServer.Faults;

namespace ExtensibleWebhooks.OAuthServer.Requests;

/// <summary>An endpoint that clients call: what came to it, and how it is to misbehave.</summary>
public sealed class WatchedEndpoint
{
    private readonly Func<Uri> _url;

    internal WatchedEndpoint(Func<Uri> url) => _url = url;

    public Uri Url => _url();

    public RequestLog Requests { get; } = new();

    public FaultSwitch Faults { get; } = new();
}
