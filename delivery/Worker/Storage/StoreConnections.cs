using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>How a connection of the store is opened: what every writer and reader has in common.</summary>
internal static class StoreConnections
{
    /// <summary>8 KB: half the pages to chain for a block of 64 KB that SQLite's default of 4 KB needs, while a small commit still writes little.</summary>
    public const int PageBytes = 8192;

    public static StoreConnection OpenWriter(EmbeddedStoreOptions options)
    {
        // page_size counts only while the file is empty; journal_mode=WAL is kept in the file; the rest is per connection.
        var connection = Open(options, $"""
            PRAGMA page_size = {PageBytes};
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -8192;
            PRAGMA foreign_keys = ON;
            """);
        var pageBytes = connection.Scalar("PRAGMA page_size") ?? PageBytes;
        connection.ExecuteScript(string.Create(CultureInfo.InvariantCulture, $"""
            PRAGMA wal_autocheckpoint = {Math.Max(1, options.CheckpointBytes / pageBytes)};
            PRAGMA journal_size_limit = {options.CheckpointBytes * 2};
            """));
        if (options.MaxFileBytes is { } maxFileBytes)
        {
            connection.ExecuteScript(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Max(1, maxFileBytes / pageBytes)}"));
        }

        return connection;
    }

    public static StoreConnection OpenReader(EmbeddedStoreOptions options) => Open(options, "PRAGMA query_only = ON; PRAGMA cache_size = -1024;");

    private static StoreConnection Open(EmbeddedStoreOptions options, string pragmas)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = options.FilePath, Pooling = false, DefaultTimeout = 5 }.ToString();
        var raw = new SqliteConnection(text);
        var connection = new StoreConnection(raw);
        try
        {
            raw.Open();
            connection.ExecuteScript(pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
