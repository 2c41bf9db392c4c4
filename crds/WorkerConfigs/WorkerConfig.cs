using System.Text.Json;
using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>
/// All that a worker of one source is told: <c>config.json</c> of the Secret that is mounted into its pods.
/// Values of Secrets are in other files of the same folder; the config names those files and never holds a value.
/// An older worker ignores members it does not know; a member that it must not ignore raises <see cref="Version"/>.
/// </summary>
public sealed record WorkerConfig
{
    /// <summary>The file's name in the folder.</summary>
    public const string FileName = "config.json";

    /// <summary>A file of the same folder: a config must not lead out of it.</summary>
    internal const string FilePattern = "^[-_a-zA-Z0-9][-._a-zA-Z0-9]*$";

    internal const string FileSays = "the name of a file in the same folder: letters, digits, -, _ and .";

    /// <summary>What this version of the program reads, and the most that it writes.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Since when there are insert functions and signatures, which a worker must not ignore. Documents without them stay readable for older workers.</summary>
    internal const int FunctionsAndSigningVersion = 2;

    /// <summary>A worker refuses a version above the one that it knows.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The EventSource's namespace and name, for logs and metrics.</summary>
    public required ObjectName Source { get; init; }

    public required IngestConfig Ingest { get; init; }

    public required LogConfig Log { get; init; }

    /// <summary>File with the bearer token that guards <c>/inspect</c>. Null: inspect answers only on loopback.</summary>
    [Pattern(FilePattern, FileSays)]
    public string? InspectTokenFile { get; init; }

    /// <summary>Enabled destinations that hold together, by name.</summary>
    public IReadOnlyList<DestinationConfig> Destinations { get; init; } = [];

    /// <summary>Destinations that send nothing now and are to come back, by name. Null: none. An older worker treats them as gone.</summary>
    public IReadOnlyList<DisabledDestination>? DisabledDestinations { get; init; }
}

/// <summary>A destination that is disabled, or whose spec does not hold together: what it has parked is kept.</summary>
public sealed record DisabledDestination
{
    /// <summary>metadata.name.</summary>
    public required string Name { get; init; }

    /// <summary>metadata.uid; null outside a cluster.</summary>
    public string? Uid { get; init; }

    /// <summary>Whether its place in the log is kept, too.</summary>
    public required WhileDisabled WhileDisabled { get; init; }

    /// <summary>Bounds of its dead letters; null: the defaults.</summary>
    public DeadLettersSpec? DeadLetters { get; init; }
}

/// <summary>A namespaced name.</summary>
public sealed record ObjectName(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}/{Name}";
}

/// <summary>What the HTTP endpoint accepts.</summary>
public sealed record IngestConfig
{
    /// <summary>File with the write key.</summary>
    [Pattern(WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public required string WriteKeyFile { get; init; }

    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    public required int MaxEventBytes { get; init; }

    public required int MaxBatchBytes { get; init; }

    /// <summary>Null: no limit.</summary>
    public int? EventsPerSecond { get; init; }

    /// <summary>Null with <see cref="EventsPerSecond"/>.</summary>
    public int? Burst { get; init; }
}

/// <summary>Bounds of the event log.</summary>
public sealed record LogConfig
{
    public required Duration MaxAge { get; init; }

    public required ByteSize MaxSize { get; init; }

    /// <summary>Zero: no deduplication.</summary>
    public required Duration DeduplicationWindow { get; init; }
}

/// <summary>An enabled destination and its enabled mappings.</summary>
public sealed record DestinationConfig
{
    /// <summary>metadata.name: the lane's name in the log, in metrics and in the inspect API.</summary>
    public required string Name { get; init; }

    /// <summary>metadata.uid: a destination that was deleted and made again starts anew at the log's end. Null outside a cluster.</summary>
    public string? Uid { get; init; }

    /// <summary>The name in an event's <c>integrations</c> object.</summary>
    public required string DisplayName { get; init; }

    public required AuthenticationConfig Authentication { get; init; }

    /// <summary>Null: requests are not signed.</summary>
    public SigningConfig? Signing { get; init; }

    /// <summary>Null: the public authorities, and no client certificate.</summary>
    public TlsConfig? Tls { get; init; }

    public required DeliverySpec Delivery { get; init; }

    /// <summary>Changes each event before the mappings see it. Null: none.</summary>
    public FunctionConfig? InsertFunction { get; init; }

    /// <summary>By name; possibly none.</summary>
    public IReadOnlyList<MappingConfig> Mappings { get; init; } = [];
}

/// <summary>How requests authenticate, with files for values.</summary>
public sealed record AuthenticationConfig
{
    public required AuthenticationType Type { get; init; }

    /// <summary>The word before the token; with types Bearer and OAuth2.</summary>
    public string? Prefix { get; init; }

    /// <summary>File with the token, or with the header's whole value; with types Bearer, OAuth2 and Header. A missing or empty file holds the lane: nothing is sent without credentials.</summary>
    [Pattern(WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public string? TokenFile { get; init; }

    /// <summary>File with the user's name; with type Basic. As with <see cref="TokenFile"/>.</summary>
    [Pattern(WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public string? UsernameFile { get; init; }

    /// <summary>File with the password; with type Basic.</summary>
    [Pattern(WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public string? PasswordFile { get; init; }

    /// <summary>The header's name; with type Header.</summary>
    public string? Header { get; init; }
}

/// <summary>
/// An insert function, with files for what is not in the spec. A file that is missing, and a source that does not compile, hold the lane: no event is sent
/// that the function has not seen.
/// </summary>
public sealed record FunctionConfig
{
    /// <summary>The source text; null where it is in a file.</summary>
    public string? Source { get; init; }

    /// <summary>File with the source text; null where it is here.</summary>
    [Pattern(WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public string? SourceFile { get; init; }

    /// <summary>The function's second argument: an object. Null: an empty one.</summary>
    [AnyObject]
    public JsonElement? Settings { get; init; }

    /// <summary>File with a JSON object of texts that are added to the settings, and are secret. Null: none.</summary>
    [Pattern(WorkerConfig.FilePattern, WorkerConfig.FileSays)]
    public string? SecretSettingsFile { get; init; }

    /// <summary>Of one call.</summary>
    public required Duration Timeout { get; init; }
}

/// <summary>An enabled mapping that compiles.</summary>
public sealed record MappingConfig
{
    /// <summary>metadata.name.</summary>
    public required string Name { get; init; }

    public required string Trigger { get; init; }

    [AnyJson]
    public required JsonElement Url { get; init; }

    [AnyJson]
    public required JsonElement Method { get; init; }

    /// <summary>Null: none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Headers { get; init; }

    /// <summary>Null: the whole event.</summary>
    [AnyJson]
    public JsonElement? Data { get; init; }

    public required BatchingSpec Batching { get; init; }
}
