using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>Whom the worker trusts and who it is, with files for the values. One that is named and missing or unusable holds the lane.</summary>
public sealed record TlsConfig
{
    /// <summary>File with PEM certificates that are trusted instead of the public authorities. Null: the public ones.</summary>
    [Pattern(WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public string? AuthoritiesFile { get; init; }

    /// <summary>File with the client's PEM certificate and what leads from it to its authority. Null: none.</summary>
    [Pattern(WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public string? CertificateFile { get; init; }

    /// <summary>File with the certificate's PEM key; with <see cref="CertificateFile"/>.</summary>
    [Pattern(WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public string? PrivateKeyFile { get; init; }
}
