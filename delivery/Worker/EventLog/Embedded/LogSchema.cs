using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>The log's tables; README.md explains them.</summary>
internal static class LogSchema
{
    public static readonly StoreSchema Schema = new("event-log", [
        """
        CREATE TABLE log_block (
            first INTEGER PRIMARY KEY,
            count INTEGER NOT NULL,
            appended INTEGER NOT NULL,
            start_bytes INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            data BLOB NOT NULL
        );
        CREATE TABLE log_message_ids (
            first INTEGER PRIMARY KEY,
            appended INTEGER NOT NULL,
            keys BLOB NOT NULL
        );
        CREATE TABLE log_cursor (
            lane TEXT PRIMARY KEY,
            next INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE log_oldest (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            first INTEGER NOT NULL,
            start_bytes INTEGER NOT NULL,
            appended INTEGER NOT NULL
        );
        INSERT INTO log_oldest (id, first, start_bytes, appended) VALUES (1, 1, 0, 0);
        """,
    ]);
}
