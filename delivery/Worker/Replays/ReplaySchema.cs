using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>The replays' table. Which parked deliveries and dead letters are a replay's is written on those; their schemas come first.</summary>
internal static class ReplaySchema
{
    public static readonly StoreSchema Schema = new(
        "replays",
        [
            """
            CREATE TABLE replays (
                id TEXT PRIMARY KEY,
                destination TEXT NOT NULL,
                filter TEXT NOT NULL,
                last_id INTEGER NOT NULL,
                matched INTEGER NOT NULL,
                rate INTEGER NOT NULL,
                created_ms INTEGER NOT NULL,
                phase TEXT NOT NULL,
                message TEXT,
                replayed INTEGER NOT NULL DEFAULT 0,
                delivered INTEGER NOT NULL DEFAULT 0,
                failed INTEGER NOT NULL DEFAULT 0
            );
            CREATE TABLE replayed (
                replay TEXT NOT NULL,
                lane TEXT NOT NULL,
                webhook_id TEXT NOT NULL,
                PRIMARY KEY (replay, lane, webhook_id)
            ) WITHOUT ROWID;
            """,
            """
            ALTER TABLE replays ADD COLUMN events TEXT;
            ALTER TABLE replays ADD COLUMN next_position INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE replays ADD COLUMN end_position INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE replays ADD COLUMN read INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE replays ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE replays ADD COLUMN log_begins_ms INTEGER;
            ALTER TABLE replays ADD COLUMN dry_run INTEGER NOT NULL DEFAULT 0;
            UPDATE replays SET replayed = (SELECT COUNT(*) FROM replayed WHERE replay = replays.id) WHERE phase IN ('Running', 'Sending');
            UPDATE parked SET replay = (SELECT MAX(replay) FROM replayed WHERE replayed.lane = parked.lane AND replayed.webhook_id = parked.webhook_id);
            UPDATE dead_letters SET replay = (SELECT MAX(replay) FROM replayed WHERE replayed.lane = dead_letters.lane AND replayed.webhook_id = dead_letters.webhook_id);
            DROP TABLE replayed;
            """,
        ]);
}
