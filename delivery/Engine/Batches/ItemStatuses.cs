namespace ExtensibleWebhooks.Engine.Batches;

/// <summary>What an answer says about each event of a batch.</summary>
/// <param name="Kind">Closed list.</param>
/// <param name="List">100 to 599, 0 for an item without a status; empty unless listed.</param>
public sealed record ItemStatuses(ItemStatusKind Kind, IReadOnlyList<int> List)
{
    public static ItemStatuses Unreadable { get; } = new(ItemStatusKind.Unreadable, []);

    public static ItemStatuses NoList { get; } = new(ItemStatusKind.NoList, []);
}
