namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>What became of tokens that were to be revoked (RFC 7009). Closed: nothing stored, undeclared, revoked, refused, unreachable. No text has a secret.</summary>
public abstract record RevokeAnswer
{
    private RevokeAnswer()
    {
    }

    /// <summary>For an event, a page or a log: a sentence without its full stop.</summary>
    public abstract string Sentence { get; }

    /// <summary>Nothing that we know of is left at the provider.</summary>
    public virtual bool IsClean => false;

    /// <summary>Why what the store has could not be forgotten; null: it is, or it is kept to be sent again (<see cref="Unreachable"/>).</summary>
    public string? StillStored { get; init; }

    /// <summary>Whether the same call may come further later.</summary>
    public bool MayTryAgain => this is Unreachable || StillStored is not null;

    /// <summary>There was no token to revoke.</summary>
    /// <param name="Why">What is wrong with what is stored, without anything of it; null: nothing is.</param>
    public sealed record NothingStored(string? Why = null) : RevokeAnswer
    {
        public override string Sentence => Why is null ? "It had no tokens to revoke" : $"Its tokens are not revoked at the provider: they cannot be read, since {Why}";

        public override bool IsClean => Why is null;
    }

    /// <summary>The destination names no revokeUrl.</summary>
    public sealed record Undeclared : RevokeAnswer
    {
        public override string Sentence => "The provider was not told, since the destination names no revokeUrl";
    }

    /// <summary>The provider ended them, or they were dead already. Of the grant nothing is left.</summary>
    /// <param name="Rest">What the provider said of the access token, which ends by itself, once the refresh token was revoked; null: it is revoked, too.</param>
    public sealed record Revoked(string? Rest = null) : RevokeAnswer
    {
        public override string Sentence =>
            Rest is null ? "Its tokens are revoked at the provider" : $"Its refresh token is revoked at the provider; its access token ends with it or by itself: {Rest}";

        public override bool IsClean => Rest is null;
    }

    /// <summary>The provider, or what is missing, says no: the same request gets the same answer until somebody mends something.</summary>
    public sealed record Refused(string Message) : RevokeAnswer
    {
        public override string Sentence => $"Its tokens are not revoked at the provider: {Message}";
    }

    /// <summary>The provider, or where the tokens are stored, gave no usable answer.</summary>
    public sealed record Unreachable(string Message) : RevokeAnswer
    {
        public override string Sentence => $"Its tokens are not known to be revoked at the provider: {Message}";
    }
}
