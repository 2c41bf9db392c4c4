namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>The members of an event or a batch that ingest looks at. Every other member goes through as it came.</summary>
internal enum EventMember
{
    Other,
    Type,
    MessageId,
    UserId,
    AnonymousId,
    PreviousId,
    GroupId,
    Event,
    Name,
    Category,
    Properties,
    Traits,
    Context,
    Integrations,
    Timestamp,
    OriginalTimestamp,
    SentAt,
    ReceivedAt,
    Version,
    WriteKey,
    Batch,
}
