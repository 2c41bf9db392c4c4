namespace ExtensibleWebhooks.Engine.Liquid.Dates;

/// <summary>A time as it is to be written: the clock's reading in its zone.</summary>
/// <param name="Local">What the clock there shows.</param>
/// <param name="Offset">Minutes east of UTC.</param>
/// <param name="Zone">The zone's name; "" where only the offset is known.</param>
internal readonly record struct ZonedTime(CivilTime Local, int Offset, string Zone);
