namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Why an event makes no webhook of a destination.</summary>
internal enum FilterReason
{
    /// <summary>Its <c>integrations</c> object excludes the destination.</summary>
    Integrations,

    /// <summary>No mapping's trigger matches.</summary>
    NoMapping,

    /// <summary>The insert function threw DropEvent, or left the event out.</summary>
    FunctionDropped,

    /// <summary>The insert function has no handler for the event, or threw EventNotSupported.</summary>
    FunctionNotSupported,

    /// <summary>No mapping's trigger matches what the insert function made of the event.</summary>
    FunctionUnmatched,

    /// <summary>The bytes are no event. Ingest accepts none such; a damaged block of the log could bring one.</summary>
    Unreadable,
}
