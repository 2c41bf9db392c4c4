namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>What a try authenticates with, at this moment.</summary>
/// <param name="Missing">Why there are no credentials although there should be: nothing may be sent then. Null when there are, or none are needed.</param>
/// <param name="Header">The Authorization header's value; null when none is needed.</param>
internal readonly record struct Authorization(string? Missing, string? Header)
{
    public static readonly Authorization None;
}
