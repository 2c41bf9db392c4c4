namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>
/// The tables that one room keeps in the store. <see cref="Migrations"/> holds SQL scripts; the schema's version is how many of them a file has seen.
/// A released script never changes: a change is a further script.
/// </summary>
/// <param name="Component">The room's stable name, kept in the file.</param>
/// <param name="Migrations">Oldest first.</param>
internal sealed record StoreSchema(string Component, IReadOnlyList<string> Migrations);
