using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>What a token endpoint said. Closed: granted, refused, unavailable. No message has a secret, and each ends with what to do.</summary>
public abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    /// <summary>New tokens. A refresh without a new refresh token leaves the old one good (RFC 6749 §6).</summary>
    public sealed record Granted(TokenSet Tokens) : TokenAnswer;

    /// <summary>The endpoint understood and said no: the same request gets the same answer until somebody mends something.</summary>
    /// <param name="Error">What was wrong.</param>
    /// <param name="Message">For a person; bounded, one line.</param>
    public sealed record Refused(TokenError Error, string Message) : TokenAnswer;

    /// <summary>No answer, or one that says nothing about the request: it is worth trying again.</summary>
    /// <param name="Kind">What happened.</param>
    /// <param name="Message">For a person; bounded, one line.</param>
    /// <param name="RetryAfter">How long the endpoint wishes to be left alone, at most an hour; null: it did not say.</param>
    public sealed record Unavailable(UnavailableKind Kind, string Message, TimeSpan? RetryAfter = null) : TokenAnswer;
}
