using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>How requests are signed, with files for the secrets. One that is missing or unusable holds the lane: nothing is sent unsigned.</summary>
public sealed record SigningConfig
{
    public required SigningType Type { get; init; }

    /// <summary>In the order of the spec.</summary>
    [Items(1, 4)]
    [Each(1, 512, WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public required IReadOnlyList<string> SecretFiles { get; init; }

    public SigningScope Scope { get; init; }
}
