namespace ExtensibleWebhooks.Runtime.Events;

/// <summary>One event object in the cluster, as we last wrote it.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Message">What it says.</param>
/// <param name="Count">How often it happened.</param>
/// <param name="First">The first time.</param>
/// <param name="Last">The latest time.</param>
internal sealed record EventSeries(string Name, string Message, int Count, DateTimeOffset First, DateTimeOffset Last);
