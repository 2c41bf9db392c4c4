namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>
/// Where an event is in the log: a number that grows with every append. Only the order means something to a reader; whether the numbers are dense is the
/// engine's own matter (in the Embedded engine they are, in Redis they are packed from the stream's ids).
/// </summary>
internal readonly record struct LogPosition(long Value) : IComparable<LogPosition>
{
    /// <summary>Before every event; also what stands for "not appended".</summary>
    public static readonly LogPosition None;

    public static bool operator <(LogPosition left, LogPosition right) => left.Value < right.Value;

    public static bool operator >(LogPosition left, LogPosition right) => left.Value > right.Value;

    public static bool operator <=(LogPosition left, LogPosition right) => left.Value <= right.Value;

    public static bool operator >=(LogPosition left, LogPosition right) => left.Value >= right.Value;

    public int CompareTo(LogPosition other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
