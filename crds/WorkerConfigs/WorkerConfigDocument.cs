using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>The config as the bytes of <see cref="WorkerConfig.FileName"/>: one line of JSON, the same for the same config.</summary>
public static class WorkerConfigDocument
{
    /// <summary>What the API server lets a Secret hold: 1 MiB over the values of all keys.</summary>
    public const int MaxSecretBytes = 1024 * 1024;

    private static readonly JsonSerializerOptions Strict =
        new(Json.Options) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static readonly SchemaNode Schema = new SchemaReader(_ => null).Read(typeof(WorkerConfig));

    public static byte[] Write(WorkerConfig config) => JsonSerializer.SerializeToUtf8Bytes(config, Json.Options);

    /// <summary>Reads a document; never throws. Members that this version does not know are ignored, a version that it does not know is refused.</summary>
    public static WorkerConfigReading Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            return VersionComplaint(json.RootElement) is { } complaint ? Refused(complaint) : ReadKnown(json.RootElement);
        }
        catch (JsonException error)
        {
            return Refused(new Diagnostic(PathOf(error), "is no JSON that a worker's configuration could have here", (int?)error.LineNumber + 1, (int?)error.BytePositionInLine + 1));
        }
    }

    /// <summary>Whether the files of a worker's Secret fit in one; null when they do.</summary>
    public static Diagnostic? CheckSize(IReadOnlyDictionary<string, byte[]> files)
    {
        var bytes = files.Values.Sum(value => (long)value.Length);
        if (bytes <= MaxSecretBytes)
        {
            return null;
        }

        var largest = files.MaxBy(file => file.Value.Length);
        return new Diagnostic("", $"the worker's configuration has {bytes} bytes, {largest.Value.Length} of them in {largest.Key}, and a Secret holds {MaxSecretBytes}: spread the destinations over several sources, or make the mappings' data smaller");
    }

    private static Diagnostic? VersionComplaint(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("version", out var version))
        {
            return new Diagnostic("version", "is missing: this is no worker's configuration");
        }

        return version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number is >= 1 and <= WorkerConfig.CurrentVersion
            ? null
            : new Diagnostic("version", $"is {version.GetRawText()}, and this worker reads 1 to {WorkerConfig.CurrentVersion}: run the worker's image of the operator's own version");
    }

    private static WorkerConfigReading ReadKnown(JsonElement document)
    {
        if (UnreadableText.IsIn(document))
        {
            return Refused(UnreadableText.Diagnostic);
        }

        var diagnostics = new DiagnosticList();
        var known = SchemaDefaults.Apply(document, Schema);
        new SchemaValidator(diagnostics, ignoresUnknown: true).Check(known, Schema, "");
        if (diagnostics.Count > 0 || known.Deserialize<WorkerConfig>(Strict) is not { } config)
        {
            return new WorkerConfigReading(null, diagnostics.ToList());
        }

        ReportTwice("destinations", config.Destinations.Select(destination => destination.Name).Concat((config.DisabledDestinations ?? []).Select(disabled => disabled.Name)), diagnostics);
        foreach (var destination in config.Destinations)
        {
            ReportTwice($"destinations[\"{destination.Name}\"].mappings", destination.Mappings.Select(mapping => mapping.Name), diagnostics);
        }

        return diagnostics.Count == 0 ? new WorkerConfigReading(config, []) : new WorkerConfigReading(null, diagnostics.ToList());
    }

    private static void ReportTwice(string path, IEnumerable<string> names, DiagnosticList diagnostics)
    {
        foreach (var group in names.GroupBy(name => name).Where(group => group.Count() > 1))
        {
            diagnostics.Add(path, $"holds {group.Key} {group.Count()} times: each name once");
        }
    }

    private static WorkerConfigReading Refused(Diagnostic diagnostic) => new(null, [diagnostic]);

    /// <summary>System.Text.Json writes <c>$.log.maxAge</c>.</summary>
    private static string PathOf(JsonException error) => (error.Path ?? "").TrimStart('$').TrimStart('.');
}
