namespace ExtensibleWebhooks.Worker.Outcomes;

/// <summary>What is done with a delivery after a try, and with its lane.</summary>
internal enum Disposition
{
    /// <summary>Settled.</summary>
    Done,

    /// <summary>Again, at first in memory, then from the parking.</summary>
    TryAgain,

    /// <summary>Parked, however old it grows; the lane tries one delivery now and then until one is answered 2xx.</summary>
    PauseLane,

    /// <summary>Parked, however old it grows; the lane sends nothing until the destination's configuration changes.</summary>
    StopLane,

    /// <summary>Kept with its reason; no further try.</summary>
    DeadLetter,
}
