namespace ExtensibleWebhooks.Worker.Outcomes;

/// <summary>What is done with a delivery after a try.</summary>
internal enum Disposition
{
    /// <summary>Settled.</summary>
    Done,

    /// <summary>Again, at first in memory, then from the parking.</summary>
    TryAgain,

    /// <summary>Kept with its reason; no further try.</summary>
    DeadLetter,
}
