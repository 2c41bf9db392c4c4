namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>
/// Finds what SQLite would pass over in silence: it reads a write-ahead log up to the first frame that is damaged, and takes the rest for what a crash has torn. A crash tears
/// the last transaction only, since each is on disk before the next begins; where another follows, it was promised to somebody.
/// </summary>
/// <param name="Problem">Why the store must not be opened; null when it may be.</param>
/// <param name="TornAt">Where the last transaction is torn: it may have been under way in a crash; null when it is not.</param>
internal sealed record StoreDamage(string? Problem, long? TornAt)
{
    private static readonly StoreDamage None = new(null, null);

    /// <summary>Looks at a store that nobody has open. It throws <see cref="IOException"/>.</summary>
    public static StoreDamage Find(string filePath)
    {
        var walPath = $"{filePath}-wal";
        using var frames = WalFrames.Open(walPath);
        if (frames is null)
        {
            return None;
        }

        // SQLite would delete the log of a database that has no page.
        return new FileInfo(filePath) is { Exists: true, Length: > 0 }
            ? Find(frames, walPath)
            : new StoreDamage($"it is missing or empty, and {walPath} is not: what it held is lost. Restore the volume, or start with an empty folder.", null);
    }

    private static StoreDamage Find(WalFrames frames, string walPath)
    {
        long? damagedAt = frames.IsHeaderValid ? null : 0;
        var (isOver, isTorn) = (!frames.IsHeaderValid, false);
        var commits = 0;
        while (frames.Read())
        {
            if (damagedAt is null && !frames.IsValid)
            {
                (damagedAt, isOver, commits) = (frames.Start, frames.IsCommit, frames.IsCommit ? 1 : 0);
            }
            else if (damagedAt is { } place && frames.IsValid)
            {
                commits += frames.IsCommit ? 1 : 0;
                if (isOver && commits > 0)
                {
                    return new StoreDamage(
                        $"{walPath} is damaged at byte {place}, and what was committed there and behind it would be lost. Restore the volume; or, to go on without it, cut the file off: truncate -s {place}.",
                        null);
                }

                (isOver, isTorn) = (isOver || frames.IsCommit, true);
            }
        }

        return isTorn ? new StoreDamage(null, damagedAt) : None;
    }
}
