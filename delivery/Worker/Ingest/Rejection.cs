namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Why an event was not taken although its request was answered 200. The first nine are the reference's, the others are ours.</summary>
internal enum Rejection
{
    /// <summary>Neither userId nor anonymousId (alias: no userId).</summary>
    NoUserOrAnonymousId,

    /// <summary>A group without groupId, an alias without previousId or anonymousId.</summary>
    IdRequired,

    /// <summary>userId, anonymousId, groupId or previousId is something other than a string.</summary>
    IdNotString,

    /// <summary>A track without event.</summary>
    EventNotDefined,

    EventNotString,

    PropertiesNotObject,

    TraitsNotObject,

    NameNotString,

    CategoryNotString,

    /// <summary>A batch without an array of events, or with an empty one.</summary>
    EmptyBatch,

    /// <summary>An item of a batch that is not an object.</summary>
    NotAnObject,

    /// <summary>An item of a batch whose type is none of the six.</summary>
    TypeUnknown,

    MessageIdTooLong,

    /// <summary>An item of a batch beyond maxEventBytes, or beyond twice that with the batch's context and integrations.</summary>
    EventTooLarge,

    /// <summary>The items of a batch behind the first 2,500.</summary>
    TooManyEvents,
}
