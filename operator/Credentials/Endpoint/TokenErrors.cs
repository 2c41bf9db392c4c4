namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>From a provider's error code to what it means, and what to do about it.</summary>
internal static class TokenErrors
{
    /// <summary>The codes of RFC 6749 §5.2, and those that providers say instead (GitHub: bad_refresh_token, bad_verification_code, incorrect_client_credentials).</summary>
    public static TokenError Of(string code) => code switch
    {
        "invalid_grant" or "bad_refresh_token" or "bad_verification_code" or "expired_token" => TokenError.InvalidGrant,
        "invalid_client" or "incorrect_client_credentials" => TokenError.InvalidClient,
        "unauthorized_client" => TokenError.UnauthorizedClient,
        "invalid_scope" => TokenError.InvalidScope,
        "unsupported_grant_type" => TokenError.UnsupportedGrantType,
        "invalid_request" => TokenError.InvalidRequest,
        _ => TokenError.Other,
    };

    public static string AdviceOn(TokenError error) => error switch
    {
        TokenError.InvalidGrant => "the grant has ended",
        TokenError.InvalidClient => "check clientId, the Secret of clientSecretRef, and clientAuthentication",
        TokenError.UnauthorizedClient => "allow the client this flow at the provider",
        TokenError.InvalidScope => "check scopes",
        TokenError.UnsupportedGrantType => "check the URL and flow",
        TokenError.InvalidRequest => "check clientAuthentication and refreshParameters",
        _ => "check the URL, and the client at the provider",
    };
}
