namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>Why a callback is not accepted.</summary>
public enum ConnectRefusal
{
    /// <summary>The state is missing, changed, or not made with our key.</summary>
    NotOurs,

    /// <summary>It came later than ten minutes.</summary>
    Expired,

    /// <summary>The browser has not the cookie of the one that began.</summary>
    OtherBrowser,

    /// <summary>It has been used.</summary>
    Replayed,

    /// <summary>The person, or the provider, said no.</summary>
    Denied,

    /// <summary>There is neither a code nor an error.</summary>
    NoCode,
}
