namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>How a request was answered: README.md has the table of status codes.</summary>
internal enum Answer
{
    /// <summary>200: the events that are valid are durable.</summary>
    Accepted,

    /// <summary>200, as the reference answers; nothing was taken.</summary>
    UnknownWriteKey,

    /// <summary>400: not JSON, not UTF-8, or an encoding other than gzip.</summary>
    Malformed,

    /// <summary>400: over a size limit.</summary>
    TooLarge,

    /// <summary>408: the body took longer than <see cref="BodyReader.LongestTime"/>, or came too slowly for Kestrel.</summary>
    TooSlow,

    /// <summary>429: beyond the source's rateLimit.</summary>
    RateLimited,

    /// <summary>503: no configuration yet, or stopping.</summary>
    NotReady,

    /// <summary>503: too much is in flight, or waits for the disk.</summary>
    Busy,

    /// <summary>503: the log has no room.</summary>
    LogFull,

    /// <summary>503: the log is broken.</summary>
    LogFailed,
}
