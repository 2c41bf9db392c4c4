using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Worker.Tests.Configuration;

/// <summary>A configuration folder as a test writes it, and configurations that hold together.</summary>
internal sealed class ConfigFolder : IDisposable
{
    public const string WriteKey = "wk";

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public static WorkerConfig Config(params DestinationConfig[] destinations) => new()
    {
        Source = new ObjectName("shop", "web"),
        Ingest = new IngestConfig { WriteKeyFile = "write-key", MaxEventBytes = 32_768, MaxBatchBytes = 512_000 },
        Log = new LogConfig { MaxAge = Duration.Parse("72h"), MaxSize = ByteSize.Parse("1Gi"), DeduplicationWindow = Duration.Parse("24h") },
        Destinations = destinations,
    };

    public static DestinationConfig Destination(string name, params MappingConfig[] mappings) => new()
    {
        Name = name,
        DisplayName = name,
        Authentication = new AuthenticationConfig { Type = AuthenticationType.None },
        Delivery = new DeliverySpec(),
        Mappings = mappings,
    };

    public static MappingConfig Mapping(string name, string url, string trigger = "all", string? data = null) => new()
    {
        Name = name,
        Trigger = trigger,
        Url = JsonSerializer.SerializeToElement(url),
        Method = JsonSerializer.SerializeToElement("POST"),
        Data = data is null ? null : JsonSerializer.Deserialize<JsonElement>(data),
        Batching = new BatchingSpec(),
    };

    public static DestinationConfig WithToken(DestinationConfig destination, string file) =>
        destination with { Authentication = new AuthenticationConfig { Type = AuthenticationType.Bearer, Prefix = "Bearer", TokenFile = file } };

    public static DestinationConfig WithOAuth(DestinationConfig destination, string file) =>
        destination with { Authentication = new AuthenticationConfig { Type = AuthenticationType.OAuth2, Prefix = "Bearer", TokenFile = file } };

    public void Write(WorkerConfig config)
    {
        WriteFile("write-key", WriteKey);
        WriteFile(WorkerConfig.FileName, JsonSerializer.Serialize(config, Json.Options));
    }

    /// <summary>Replaces a file at once, as an editor or a kubelet does.</summary>
    public void WriteFile(string name, string text)
    {
        var next = _folder.At($".{name}.next");
        File.WriteAllText(next, text);
        File.Move(next, _folder.At(name), overwrite: true);
    }

    public void Delete(string name) => File.Delete(_folder.At(name));

    public void Dispose() => _folder.Dispose();
}
