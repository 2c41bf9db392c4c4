using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>The configuration in force: immutable, replaced as a whole.</summary>
internal sealed record WorkerSnapshot
{
    public required WorkerConfig Config { get; init; }

    /// <summary>The first 16 hex digits of the document's SHA-256.</summary>
    public required string Revision { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyList<DestinationSettings> Destinations { get; init; }

    /// <summary>Mappings that were left out because they do not compile; the operator should have left them out before.</summary>
    public required IReadOnlyList<MappingProblem> Problems { get; init; }

    public required CredentialSet Credentials { get; init; }
}

/// <summary>Why a mapping does not run.</summary>
internal sealed record MappingProblem(string Destination, string Mapping, IReadOnlyList<Diagnostic> Diagnostics);
