using System.Globalization;
using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>
/// Reads <c>config.json</c>. The operator has validated what users wrote; here it is only made sure that nothing can be misread: a version that is known,
/// values that are values, names that are unique, files that stay in the folder.
/// </summary>
internal static class WorkerConfigReader
{
    /// <summary>Four times what a Secret can hold.</summary>
    public const int MaxBytes = 4 << 20;

    public static ConfigReadResult Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            if (VersionOf(utf8) is var version and not WorkerConfig.CurrentVersion)
            {
                return Refuse("version", $"it is {version?.ToString(CultureInfo.InvariantCulture) ?? "missing"}; this worker reads {WorkerConfig.CurrentVersion}: use the worker image that belongs to the operator");
            }

            if (JsonSerializer.Deserialize<WorkerConfig>(utf8, Json.Options) is not { } config)
            {
                return Refuse("", "the document is null");
            }

            var diagnostics = Check(config).ToList();
            return new ConfigReadResult(diagnostics.Count == 0 ? config : null, diagnostics);
        }
        catch (JsonException exception)
        {
            return Refuse(exception.Path?.TrimStart('$', '.') ?? "", $"{exception.Message}");
        }
    }

    private static ConfigReadResult Refuse(string path, string message) => new(null, [new Diagnostic(path, message)]);

    /// <summary>Read first and alone: a newer document may lack what this version requires.</summary>
    private static int? VersionOf(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("version", out var version) && version.TryGetInt32(out var number)
            ? number
            : null;
    }

    private static IEnumerable<Diagnostic> Check(WorkerConfig config)
    {
        var checks = new ConfigChecks();
        checks.File("ingest.writeKeyFile", config.Ingest.WriteKeyFile);
        checks.File("inspectTokenFile", config.InspectTokenFile);
        checks.Duration("log.maxAge", config.Log.MaxAge);
        checks.Duration("log.deduplicationWindow", config.Log.DeduplicationWindow);
        checks.Size("log.maxSize", config.Log.MaxSize);
        checks.Unique("destinations", config.Destinations.Select(destination => destination.Name));
        for (var index = 0; index < config.Destinations.Count; index++)
        {
            CheckDestination(checks, $"destinations[{index}]", config.Destinations[index]);
        }

        return checks.Diagnostics;
    }

    private static void CheckDestination(ConfigChecks checks, string path, DestinationConfig destination)
    {
        checks.NotEmpty($"{path}.name", destination.Name);
        checks.File($"{path}.authentication.tokenFile", destination.Authentication.TokenFile);
        checks.Unique($"{path}.mappings", destination.Mappings.Select(mapping => mapping.Name));
        CheckDelivery(checks, $"{path}.delivery", destination.Delivery);
    }

    private static void CheckDelivery(ConfigChecks checks, string path, DeliverySpec delivery)
    {
        checks.Duration($"{path}.timeout", delivery.Timeout);
        checks.Positive($"{path}.timeout", delivery.Timeout);
        checks.Duration($"{path}.retry.maxAge", delivery.Retry.MaxAge);
        checks.Duration($"{path}.retry.initialBackoff", delivery.Retry.InitialBackoff);
        checks.Duration($"{path}.retry.maxBackoff", delivery.Retry.MaxBackoff);
        checks.Duration($"{path}.retry.maxRetryAfter", delivery.Retry.MaxRetryAfter);
        checks.Duration($"{path}.deadLetters.maxAge", delivery.DeadLetters.MaxAge);
        checks.AtLeast($"{path}.concurrency.max", delivery.Concurrency.Max, 1);
        checks.AtLeast($"{path}.deadLetters.maxCount", delivery.DeadLetters.MaxCount, 0);
    }
}
