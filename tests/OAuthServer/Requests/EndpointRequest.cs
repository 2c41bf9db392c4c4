using System.Text.Json.Nodes;
using ExtensibleWebhooks.OAuthServer.Faults;

namespace ExtensibleWebhooks.OAuthServer.Requests;

/// <summary>A request to the token or the revocation endpoint as it came, and how it ended. Holds secrets: its text shows none.</summary>
public sealed record EndpointRequest
{
    /// <summary>By the server's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Null at the revocation endpoint.</summary>
    public required string? Grant { get; init; }

    /// <summary>As it was sent, decoded; null where none was sent.</summary>
    public required string? ClientId { get; init; }

    public required ClientAuthentication ClientAuthentication { get; init; }

    /// <summary>By name, in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Of the URL.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>Of the body.</summary>
    public required IReadOnlyDictionary<string, string> Form { get; init; }

    /// <summary>Of the refresh token, or of the token to revoke; null where none was sent.</summary>
    public required string? TokenFingerprint { get; init; }

    /// <summary>That it met.</summary>
    public required Fault Fault { get; init; }

    /// <summary>Of the server's own answer or of the fault's; null: the request is held, or its client went away before anything was done.</summary>
    public int? Status { get; init; }

    /// <summary>The body that was answered; also where the fault was to lose it.</summary>
    public string Answer { get; init; } = "";

    /// <summary>What the server issued, whether or not the client was told.</summary>
    public string? IssuedAccessToken { get; init; }

    /// <inheritdoc cref="IssuedAccessToken"/>
    public string? IssuedRefreshToken { get; init; }

    /// <summary>The error code of RFC 6749 §5.2; null where there is none.</summary>
    public string? Error => Answer.StartsWith('{') ? JsonNode.Parse(Answer)?["error"]?.GetValue<string>() : null;

    public override string ToString() => $"{Grant ?? "revoke"} by {ClientId} ({ClientAuthentication}): {Status} {Error} {Fault}";
}
