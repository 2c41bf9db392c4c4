namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>Where a lane that the log does not know yet begins.</summary>
/// <param name="First">Where its first event may be; what the log does not hold any more counts as missed. Null: with the next event that is appended.</param>
internal readonly record struct CursorStart(LogPosition? First)
{
    /// <summary>With the next event that is appended.</summary>
    public static readonly CursorStart Newest;

    /// <summary>With the oldest event that the log still holds.</summary>
    public static readonly CursorStart Oldest = new(LogPosition.None);
}
