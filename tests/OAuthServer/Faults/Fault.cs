namespace ExtensibleWebhooks.OAuthServer.Faults;

/// <summary>How an endpoint misbehaves for one request. Those before <see cref="AnswerLost"/> leave what the server knows untouched.</summary>
public enum Fault
{
    None,

    /// <summary>500 with an empty body.</summary>
    ServerError,

    /// <summary>503 with Retry-After: 2.</summary>
    Unavailable,

    /// <summary>429 with Retry-After: 2.</summary>
    TooManyRequests,

    /// <summary>400 with the error of RFC 6749 §5.2.</summary>
    InvalidGrant,

    /// <summary>401 with the error of RFC 6749 §5.2.</summary>
    InvalidClient,

    /// <summary>502 with a page for people, as a proxy in front of the server answers.</summary>
    HtmlPage,

    /// <summary>200 with a page for people, as a captive portal or a login page answers.</summary>
    HtmlPageWithSuccess,

    /// <summary>307 to the same endpoint: who follows it is granted tokens there.</summary>
    Redirect,

    /// <summary>200 with a megabyte.</summary>
    Huge,

    /// <summary>Nothing is done until <see cref="FaultSwitch.Release"/>; then all goes on as without a fault.</summary>
    Held,

    /// <summary>The connection is closed after the server has done what it was asked for: tokens are issued or redeemed, and the answer is lost.</summary>
    AnswerLost,

    /// <summary>As <see cref="AnswerLost"/>, but the answer comes after <see cref="FaultSwitch.Release"/>.</summary>
    AnswerHeld,

    /// <summary>Granted, without expires_in.</summary>
    NoExpiresIn,

    /// <summary>Granted, with expires_in as text.</summary>
    TextExpiresIn,

    /// <summary>Granted, without refresh_token. Where refresh tokens rotate the one of the request is redeemed all the same.</summary>
    NoRefreshToken,

    /// <summary>Granted, form-encoded instead of JSON.</summary>
    FormEncoded,
}
