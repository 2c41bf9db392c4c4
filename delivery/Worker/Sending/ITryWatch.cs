namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>Whose requests these are: is told of every try, and asked before a quick one more.</summary>
internal interface ITryWatch
{
    /// <summary>Whether the destination bears another request now. A yes is meant to be used: it counts against the rate limit.</summary>
    bool MayTryAgain();

    /// <summary>A try ended, also one for which nothing was sent.</summary>
    ValueTask TriedAsync(SendResult result);
}
