namespace ExtensibleWebhooks.Manager.Configuration;

/// <summary>The connect pages of the authorization code flow: the chart makes the Service that leads to them.</summary>
internal sealed record OAuthOptions
{
    /// <summary>False (the default outside of the chart): destinations of that flow can be declared and never connected. Client credentials need no pages.</summary>
    public bool Enabled { get; init; }

    /// <summary>HTTP port of <c>/oauth/connect</c> and <c>/oauth/callback</c>, and of nothing else.</summary>
    public int Port { get; init; } = 8082;

    /// <summary>Scheme, host and port by which a browser reaches them. The provider must know <c>&lt;externalUrl&gt;/oauth/callback</c>.</summary>
    public Uri ExternalUrl { get; init; } = new("http://localhost:8082");

    /// <summary>The Secret of the key that signs links, in the operator's own namespace; whichever replica comes first makes it.</summary>
    public string SigningSecretName { get; init; } = "extensible-webhooks-oauth";
}
