using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>What a SQLite error means to a caller.</summary>
internal static class SqliteErrors
{
    public static WriteOutcome ToOutcome(this SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new(WriteStatus.Full, "the disk, or the store's bound, is full"),
        var code => new(WriteStatus.Failed, $"SQLite error {code} ({exception.SqliteExtendedErrorCode}): {raw.sqlite3_errstr(code).utf8_to_string()}"),
    };
}
