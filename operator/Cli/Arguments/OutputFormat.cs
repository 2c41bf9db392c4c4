namespace ExtensibleWebhooks.Cli.Arguments;

/// <summary>How a command writes what it found.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one document.</summary>
    Json,
}
