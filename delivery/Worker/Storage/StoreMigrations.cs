namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>Brings a file to the versions that this program knows, in one transaction; refuses what a newer program wrote.</summary>
internal static class StoreMigrations
{
    /// <summary>Null when the file is as it should be; otherwise why it was left untouched.</summary>
    public static string? Apply(StoreConnection connection, IReadOnlyList<StoreSchema> schemas)
    {
        connection.ExecuteScript("BEGIN IMMEDIATE");
        connection.ExecuteScript("CREATE TABLE IF NOT EXISTS store_schema (component TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID");
        var versions = ReadVersions(connection);
        foreach (var (component, version) in versions)
        {
            var known = schemas.FirstOrDefault(schema => schema.Component == component)?.Migrations.Count ?? 0;
            if (version > known)
            {
                connection.ExecuteScript("ROLLBACK");
                return $"the file was written by a newer version: '{component}' is at schema {version}, this program knows {known}. Run the newer version, or start with an empty folder.";
            }
        }

        foreach (var schema in schemas)
        {
            foreach (var script in schema.Migrations.Skip(versions.GetValueOrDefault(schema.Component)))
            {
                connection.ExecuteScript(script);
            }

            connection.Execute(
                "INSERT INTO store_schema (component, version) VALUES (?1, ?2) ON CONFLICT (component) DO UPDATE SET version = excluded.version",
                schema.Component,
                schema.Migrations.Count);
        }

        connection.ExecuteScript("COMMIT");
        return null;
    }

    private static Dictionary<string, int> ReadVersions(StoreConnection connection)
    {
        using var reader = connection.Command("SELECT component, version FROM store_schema").ExecuteReader();
        var versions = new Dictionary<string, int>();
        while (reader.Read())
        {
            versions[reader.GetString(0)] = reader.GetInt32(1);
        }

        return versions;
    }
}
