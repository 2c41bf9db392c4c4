namespace ExtensibleWebhooks.Cli.Echo;

/// <summary>How a received webhook is written.</summary>
internal enum EchoFormat
{
    /// <summary>For people: the request line, the headers, the body with its JSON indented.</summary>
    Text,

    /// <summary>For programs: one JSON document a line.</summary>
    Json,
}
