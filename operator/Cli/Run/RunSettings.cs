using ExtensibleWebhooks.Cli.Manifests;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>What <c>webhooks run</c> was asked for.</summary>
internal sealed record RunSettings
{
    public required ManifestFiles Files { get; init; }

    /// <summary>Null: the only one.</summary>
    public string? Source { get; init; }

    public required string DataFolder { get; init; }

    public required Uri IngestUrl { get; init; }

    public required Uri ManagementUrl { get; init; }

    /// <summary>Where a person's browser connects OAuth 2.0 destinations; opened when one needs it.</summary>
    public required Uri ConnectUrl { get; init; }

    /// <summary>Null: no receiver.</summary>
    public Uri? EchoUrl { get; init; }

    /// <summary>Whether webhooks may go to loopback and private addresses.</summary>
    public required bool AllowLoopback { get; init; }
}
