namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>The six calls of the tracking API.</summary>
internal enum EventType
{
    Track,
    Identify,
    Page,
    Screen,
    Group,
    Alias,
}
