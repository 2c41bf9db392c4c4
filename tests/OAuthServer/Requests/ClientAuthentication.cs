namespace ExtensibleWebhooks.OAuthServer.Requests;

/// <summary>How a client said who it is: RFC 6749 §2.3.1.</summary>
public enum ClientAuthentication
{
    None,
    Basic,
    Post,
}
