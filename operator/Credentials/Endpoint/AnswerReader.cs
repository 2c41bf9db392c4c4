using System.Net;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>
/// From an answer to a value. In this order: 5xx and "later" are unavailable, whatever the body says; an error in the body is a refusal, under 200, too (some providers do that);
/// a token with 2xx is granted; the rest goes by its status.
/// </summary>
internal static class AnswerReader
{
    /// <summary>Bound to a key that a header's value alone cannot prove.</summary>
    private static readonly string[] UnusableTypes = ["dpop", "mac", "pop"];

    public static TokenAnswer Read(EndpointAnswer answer, TokenRequest request, DateTimeOffset askedAt)
    {
        var fields = answer.Body is null ? null : AnswerFields.Read(answer.Body);
        if (IsLater(answer.Status, fields?.Error))
        {
            return new TokenAnswer.Unavailable(UnavailableKind.Status, What(answer, fields, request), answer.RetryAfter);
        }

        if (fields?.Error is { } code)
        {
            var error = TokenErrors.Of(code);
            return new TokenAnswer.Refused(error, $"{request.Place} refused{Said(fields, request)}: {TokenErrors.AdviceOn(error)}");
        }

        var status = (int)answer.Status;
        return status switch
        {
            >= 200 and < 300 => OfSuccess(answer, fields, request, askedAt),
            >= 300 and < 400 => new TokenAnswer.Unavailable(UnavailableKind.Redirect, $"{request.Place} answered {status}, a redirect, which is not followed: use the URL that it leads to"),
            _ => OfBareRefusal(answer, request),
        };
    }

    /// <summary>
    /// RFC 7009 §2.2: 200 for a token that was revoked or is dead anyhow. Some say invalid_token for the latter, which RFC 6750 §3.1 defines as expired, revoked or unknown.
    /// </summary>
    public static RevokeAnswer ReadRevocation(EndpointAnswer answer, TokenRequest request)
    {
        var fields = answer.Body is null ? null : AnswerFields.Read(answer.Body);
        if (IsLater(answer.Status, fields?.Error))
        {
            return new RevokeAnswer.Unreachable(What(answer, fields, request));
        }

        var isDead = (int)answer.Status is >= 200 and < 300 || fields?.Error == "invalid_token";
        return isDead ? new RevokeAnswer.Revoked() : new RevokeAnswer.Refused(What(answer, fields, request));
    }

    private static TokenAnswer OfSuccess(EndpointAnswer answer, AnswerFields? fields, TokenRequest request, DateTimeOffset askedAt)
    {
        TokenAnswer.Unavailable Malformed(string what) => new(UnavailableKind.Malformed, $"{request.Place} answered {(int)answer.Status} {what}");
        return answer.Body is null ? Malformed($"with more than {EndpointAnswer.MaxBytes / 1024} KiB")
            : fields?.AccessToken is not { } token ? Malformed($"without an access_token ({Look(answer)}): check the URL")
            : !IsSendable(token) ? Malformed("with an access_token that no header can carry")
            : UnusableTypes.Contains(fields.TokenType, StringComparer.OrdinalIgnoreCase)
                ? new TokenAnswer.Refused(TokenError.Other, $"{request.Place} gave a token of type {ProviderText.Clean(fields.TokenType, ProviderText.LongestCode)}, which needs a proof with each request: have the provider give bearer tokens")
            : new TokenAnswer.Granted(new TokenSet
            {
                AccessToken = token,
                RefreshToken = fields.RefreshToken,
                ExpiresAt = askedAt + fields.ExpiresIn,
                ObtainedAt = askedAt,
                Scope = fields.Scope,
            });
    }

    private static TokenAnswer.Refused OfBareRefusal(EndpointAnswer answer, TokenRequest request)
    {
        var error = answer.Status == HttpStatusCode.Unauthorized ? TokenError.InvalidClient : TokenError.Other;
        return new TokenAnswer.Refused(error, $"{request.Place} answered {(int)answer.Status} without an OAuth error ({Look(answer)}): {TokenErrors.AdviceOn(error)}");
    }

    private static bool IsLater(HttpStatusCode status, string? error) =>
        (int)status >= 500 || (int)status is 408 or 425 or 429 || error is "temporarily_unavailable" or "server_error" or "slow_down";

    private static string What(EndpointAnswer answer, AnswerFields? fields, TokenRequest request) => $"{request.Place} answered {(int)answer.Status}{Said(fields, request)}";

    /// <summary>What kind of body it is, never what is in it.</summary>
    private static string Look(EndpointAnswer answer) => answer.Body switch
    {
        null => "a long body",
        "" => "an empty body",
        var body when answer.ContentType == "text/html" || body.TrimStart().StartsWith('<') => "an HTML page",
        var body when body.TrimStart().StartsWith('{') => "JSON",
        _ => "a body of another kind",
    };

    /// <summary>" (code: description)", bounded and without what was sent or granted.</summary>
    private static string Said(AnswerFields? fields, TokenRequest request)
    {
        if (fields?.Error is not { } error)
        {
            return "";
        }

        var secrets = request.Secrets.And(fields.AccessToken, fields.RefreshToken);
        var code = ProviderText.Clean(secrets.Redact(error), ProviderText.LongestCode);
        var description = ProviderText.Clean(secrets.Redact(fields.ErrorDescription ?? ""), ProviderText.Longest);
        return description.Length == 0 ? $" ({code})" : $" ({code}: {description})";
    }

    private static bool IsSendable(string token) => token.All(character => character is > ' ' and <= '~');
}
