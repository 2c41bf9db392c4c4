namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Why a mapping gives no request for an event. None of them gets better by trying again.</summary>
public enum RenderErrorKind
{
    /// <summary>A directive got a value that it has no use for.</summary>
    Mapping,

    /// <summary>The URL is missing, not absolute, not http or https, or not a URL.</summary>
    Url,

    /// <summary>The method is none of POST, PUT and PATCH.</summary>
    Method,

    /// <summary>The headers are no object, or one of them has a name or value that HTTP does not allow, or is not the mapping's to set.</summary>
    Headers,

    /// <summary>The data is no object.</summary>
    Data,

    /// <summary>A part of the request is larger than the engine's limits.</summary>
    TooLarge,
}
