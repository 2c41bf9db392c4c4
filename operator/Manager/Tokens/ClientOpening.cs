using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>A destination's client with a way to its provider, for one use; or why there is none.</summary>
internal sealed class ClientOpening : IDisposable
{
    private readonly HttpMessageInvoker? _http;

    /// <param name="problems">Each a sentence without secrets.</param>
    public ClientOpening(IReadOnlyList<string> problems) => Problems = problems;

    public ClientOpening(OAuthClient client, HttpMessageInvoker http, TimeProvider time)
    {
        _http = http;
        Open = new OpenClient(client, new TokenEndpoint(http, time));
        Problems = [];
    }

    /// <summary>Null where something is in the way.</summary>
    public OpenClient? Open { get; }

    /// <summary>What is in the way; empty with <see cref="Open"/>.</summary>
    public IReadOnlyList<string> Problems { get; }

    public void Dispose() => _http?.Dispose();
}

/// <summary>Who asks, and over what.</summary>
internal sealed record OpenClient(OAuthClient Client, TokenEndpoint Endpoint)
{
    /// <param name="destination">Whose tokens.</param>
    /// <param name="rejected">Fingerprint of a token that a receiver refused; null: none.</param>
    public KeepRequest RequestFor(WebhookDestination destination, string? rejected = null) =>
        new() { Key = KeyOf(destination), Client = Client, Endpoint = Endpoint, Rejected = rejected };

    public static CredentialKey KeyOf(WebhookDestination destination) =>
        new(destination.Metadata.NamespaceProperty, destination.Metadata.Name, destination.Metadata.Uid);
}
