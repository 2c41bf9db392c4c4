using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>What a callback is. Closed: accepted, or rejected with one reason.</summary>
public abstract record ConnectCallback
{
    private ConnectCallback()
    {
    }

    /// <summary>Genuine, in time, from the browser that began, and with a code: to be exchanged once.</summary>
    public sealed record Accepted : ConnectCallback
    {
        public required CredentialKey Key { get; init; }

        public required string Code { get; init; }

        /// <summary>The secret half of PKCE.</summary>
        public required string Verifier { get; init; }

        /// <summary>Of the client that began.</summary>
        public required string ClientFingerprint { get; init; }

        public override string ToString() => $"callback for {Key}";
    }

    /// <param name="Reason">One of a closed list.</param>
    /// <param name="Message">For a page: plain text, bounded, without angle brackets; still to be escaped.</param>
    /// <param name="Key">The destination, where the state is genuine; null otherwise.</param>
    public sealed record Rejected(ConnectRefusal Reason, string Message, CredentialKey? Key) : ConnectCallback;
}
