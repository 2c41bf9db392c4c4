using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Credentials.Tokens;

/// <summary>What a token endpoint granted. Its text shows no token, so that no log and no test's message can.</summary>
public sealed record TokenSet
{
    /// <summary>Visible ASCII, never empty: it can be sent in a header.</summary>
    public required string AccessToken { get; init; }

    /// <summary>Null: there is none. Never empty.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Null: the endpoint did not say; then only a receiver's refusal tells that the token ended.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was asked for, by our clock: what was lost on the way counts as used.</summary>
    public required DateTimeOffset ObtainedAt { get; init; }

    /// <summary>The scopes that were granted, where they differ from those that were asked for. Null: as asked.</summary>
    public string? Scope { get; init; }

    /// <summary>What the worker calls the access token when it reports it refused.</summary>
    public string Fingerprint => TokenFingerprint.Of(AccessToken);

    /// <summary>Not past its end. A token of unknown end counts as alive.</summary>
    public bool IsAliveAt(DateTimeOffset now) => ExpiresAt is not { } end || now < end;

    public override string ToString() => $"token {Fingerprint}, {(RefreshToken is null ? "no refresh token" : "with a refresh token")}, until {ExpiresAt?.ToString("O") ?? "unknown"}";
}
