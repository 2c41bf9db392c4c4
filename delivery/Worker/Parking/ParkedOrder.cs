namespace ExtensibleWebhooks.Worker.Parking;

/// <summary>
/// The order of what is parked of one user: the first, by position, mapping and id, has its time; the others are <c>behind</c> it, and the next one is first in the same commit that ends the first.
/// Kept by the table itself, so that no write of any room can forget it and no crash comes between.
/// </summary>
internal static class ParkedOrder
{
    private const string First = "SELECT id FROM parked WHERE lane = {0}.lane AND user_key = {0}.user_key ORDER BY position, mapping, id LIMIT 1";

    /// <summary>
    /// One that comes first although others were parked before it is an event that a crash made the lane read again: what was first is behind it then. The index of those that are due has only
    /// those that may be; of each user there are at most two in it, and that only inside of a write.
    /// </summary>
    public static readonly string Script = $"""
        ALTER TABLE parked ADD COLUMN user_key INTEGER;
        ALTER TABLE parked ADD COLUMN behind INTEGER NOT NULL DEFAULT 0;
        DROP INDEX parked_due;
        CREATE INDEX parked_due ON parked (lane, next_attempt_ms) WHERE behind = 0;
        CREATE INDEX parked_order ON parked (lane, user_key, position, mapping, id) WHERE user_key IS NOT NULL;
        CREATE INDEX parked_first ON parked (lane, user_key) WHERE user_key IS NOT NULL AND behind = 0;
        CREATE TRIGGER parked_came AFTER INSERT ON parked WHEN NEW.user_key IS NOT NULL BEGIN
            UPDATE parked SET behind = 1
            WHERE lane = NEW.lane AND user_key = NEW.user_key AND user_key IS NOT NULL AND behind = 0 AND id <> ({FirstOf("NEW")});
        END;
        CREATE TRIGGER parked_left AFTER DELETE ON parked WHEN OLD.user_key IS NOT NULL BEGIN
            UPDATE parked SET behind = 0 WHERE id = ({FirstOf("OLD")});
        END;
        """;

    private static string FirstOf(string row) => First.Replace("{0}", row, StringComparison.Ordinal);
}
