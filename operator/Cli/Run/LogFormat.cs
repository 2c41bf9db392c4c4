namespace ExtensibleWebhooks.Cli.Run;

/// <summary>How the worker's log is written.</summary>
internal enum LogFormat
{
    /// <summary>For people: a line an entry.</summary>
    Text,

    /// <summary>For programs: a JSON document an entry.</summary>
    Json,
}
