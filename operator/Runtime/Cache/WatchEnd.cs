using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>How a watch ended.</summary>
internal enum WatchEndKind
{
    /// <summary>The server closed it, as agreed.</summary>
    Closed,

    /// <summary>Closed at once with nothing said.</summary>
    VeryShort,

    /// <summary>The resource version is of no use any more.</summary>
    Expired,

    /// <summary>No byte for too long.</summary>
    Silent,

    /// <summary>It outlived the time asked for.</summary>
    Overdue,

    /// <summary>The server refused it.</summary>
    Refused,

    /// <summary>The connection died, or what came was no watch.</summary>
    Broken,
}

/// <param name="Error">On Expired, Refused and (where there is one) Broken.</param>
internal sealed record WatchEnd(WatchEndKind Kind, ApiError? Error = null);
