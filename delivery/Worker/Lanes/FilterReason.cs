namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Why an event makes no webhook of a destination.</summary>
internal enum FilterReason
{
    /// <summary>Its <c>integrations</c> object excludes the destination.</summary>
    Integrations,

    /// <summary>No mapping's trigger matches.</summary>
    NoMapping,

    /// <summary>The bytes are no event. Ingest accepts none such; a damaged block of the log could bring one.</summary>
    Unreadable,
}
