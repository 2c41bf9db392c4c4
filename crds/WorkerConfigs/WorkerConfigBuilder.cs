using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>A file beside the config, and the Secret key whose value it holds.</summary>
/// <param name="File">The file's name.</param>
/// <param name="From">The Secret and its key.</param>
/// <param name="Path">Where the object that needs it says so, such as <c>spec.authentication.bearer.tokenSecretRef</c>.</param>
public sealed record CredentialFile(string File, SecretKeyRef From, string Path);

/// <summary>A file beside the config with a function's source, and the ConfigMap key that has it.</summary>
public sealed record SourceFile(string File, ConfigMapKeyRef From);

/// <summary>A file beside the config with all keys of a Secret, as <see cref="SecretSettings"/> writes them.</summary>
public sealed record SettingsFile(string File, LocalRef From);

/// <summary>The config, and the files that it names.</summary>
public sealed record WorkerConfigPlan(WorkerConfig Config, IReadOnlyList<CredentialFile> Files)
{
    public IReadOnlyList<SourceFile> Sources { get; init; } = [];

    public IReadOnlyList<SettingsFile> Settings { get; init; } = [];
}

/// <summary>
/// From a source and what hangs on it to what its workers are told. Pure, and stable: the same objects in any order give the same document.
/// Whoever calls it has left out what is invalid or refers to nothing.
/// </summary>
public static class WorkerConfigBuilder
{
    /// <summary>The file with the write key.</summary>
    public const string WriteKeyFile = "write-key";

    /// <summary>The file with the inspect API's token.</summary>
    public const string InspectTokenFile = "inspect-token";

    /// <summary>Key of the generated write key in its Secret.</summary>
    public const string WriteKeySecretKey = "writeKey";

    /// <summary>Where a source names its write key.</summary>
    public const string WriteKeyPath = "spec.writeKeySecretRef";

    /// <summary>Where a destination says nothing.</summary>
    private static readonly Duration DefaultFunctionTimeout = Duration.Parse("5s");

    /// <param name="source">Valid.</param>
    /// <param name="destinations">Valid, enabled and of this source, each with its valid, enabled mappings.</param>
    /// <param name="disabled">Its other destinations.</param>
    public static WorkerConfigPlan Build(
        EventSource source,
        IEnumerable<(WebhookDestination Destination, IEnumerable<WebhookMapping> Mappings)> destinations,
        IEnumerable<DisabledDestination> disabled)
    {
        var ordered = destinations.OrderBy(pair => pair.Destination.Metadata.Name, StringComparer.Ordinal).ToList();
        var included = ordered.ConvertAll(pair => pair.Destination);
        var configs = ordered.ConvertAll(pair => DestinationOf(pair.Destination, pair.Mappings));

        var config = new WorkerConfig
        {
            Version = configs.Exists(destination => destination.InsertFunction is not null || destination.Signing is not null) ? WorkerConfig.FunctionsAndSigningVersion : 1,
            Source = new ObjectName(source.Metadata.NamespaceProperty ?? "default", source.Metadata.Name),
            Ingest = IngestOf(source.Spec.Ingest),
            Log = new LogConfig
            {
                MaxAge = source.Spec.Retention.MaxAge,
                MaxSize = source.Spec.Retention.MaxSize,
                DeduplicationWindow = source.Spec.DeduplicationWindow,
            },
            InspectTokenFile = InspectTokenFile,
            Destinations = configs,
            DisabledDestinations = disabled.OrderBy(destination => destination.Name, StringComparer.Ordinal).ToList() is { Count: > 0 } some ? some : null,
        };
        return new WorkerConfigPlan(config, [new(WriteKeyFile, WriteKeyRef(source), WriteKeyPath), .. included.SelectMany(DestinationCredentials.Of)])
        {
            Sources = [.. included.SelectMany(SourcesOf)],
            Settings = [.. included.SelectMany(SettingsOf)],
        };
    }

    /// <summary>The Secret key that holds a source's write key: the user's, or the generated one.</summary>
    public static SecretKeyRef WriteKeyRef(EventSource source) =>
        source.Spec.WriteKeySecretRef ?? new SecretKeyRef { Name = $"{source.Metadata.Name}-write-key", Key = WriteKeySecretKey };

    private static IngestConfig IngestOf(IngestSpec spec) => new()
    {
        WriteKeyFile = WriteKeyFile,
        CorsOrigins = spec.CorsOrigins,
        MaxEventBytes = spec.MaxEventBytes,
        MaxBatchBytes = spec.MaxBatchBytes,
        EventsPerSecond = spec.RateLimit?.EventsPerSecond,
        Burst = spec.RateLimit is null ? null : spec.RateLimit.Burst ?? spec.RateLimit.EventsPerSecond,
    };

    private static DestinationConfig DestinationOf(WebhookDestination destination, IEnumerable<WebhookMapping> mappings) => new()
    {
        Name = destination.Metadata.Name,
        Uid = destination.Metadata.Uid,
        DisplayName = destination.Spec.DisplayName ?? destination.Metadata.Name,
        Authentication = DestinationCredentials.Authentication(destination),
        Signing = DestinationCredentials.Signing(destination),
        Tls = DestinationCredentials.Tls(destination),
        Delivery = destination.Spec.Delivery,
        InsertFunction = FunctionOf(destination),
        Mappings = [.. mappings.OrderBy(mapping => mapping.Metadata.Name, StringComparer.Ordinal).Select(MappingOf)],
    };

    private static FunctionConfig? FunctionOf(WebhookDestination destination) => destination.Spec.InsertFunction is not { } function ? null : new FunctionConfig
    {
        Source = function.Source,
        SourceFile = function.ConfigMapKeyRef is null ? null : SourceFileOf(destination),
        Settings = function.Settings,
        SecretSettingsFile = function.SecretSettingsRef is null ? null : SettingsFileOf(destination),
        Timeout = function.Timeout ?? DefaultFunctionTimeout,
    };

    private static IEnumerable<SourceFile> SourcesOf(WebhookDestination destination) =>
        destination.Spec.InsertFunction?.ConfigMapKeyRef is { } reference ? [new SourceFile(SourceFileOf(destination), reference)] : [];

    private static IEnumerable<SettingsFile> SettingsOf(WebhookDestination destination) =>
        destination.Spec.InsertFunction?.SecretSettingsRef is { } reference ? [new SettingsFile(SettingsFileOf(destination), reference)] : [];

    private static string SourceFileOf(WebhookDestination destination) => $"function.{destination.Metadata.Name}";

    private static string SettingsFileOf(WebhookDestination destination) => $"function-settings.{destination.Metadata.Name}";

    private static MappingConfig MappingOf(WebhookMapping mapping) => new()
    {
        Name = mapping.Metadata.Name,
        Trigger = mapping.Spec.Trigger,
        Url = mapping.Spec.Url,
        Method = mapping.Spec.Method,
        Headers = mapping.Spec.Headers,
        Data = mapping.Spec.Data,
        Batching = mapping.Spec.Batching,
    };
}
