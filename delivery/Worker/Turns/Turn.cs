namespace ExtensibleWebhooks.Worker.Turns;

/// <summary>What a delivery has to do that has just come.</summary>
internal enum Turn
{
    /// <summary>Nothing of its user is before it: it is begun now.</summary>
    Begin,

    /// <summary>It has joined the batch that its user's earlier ones are in.</summary>
    Joined,

    /// <summary>It waits in memory, for its turn or for its place in the parking.</summary>
    Wait,
}
