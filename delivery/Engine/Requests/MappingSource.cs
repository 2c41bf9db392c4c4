using System.Text.Json;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>What a mapping says: text and JSON, as the user wrote it.</summary>
public sealed record MappingSource
{
    /// <summary>Such as <c>type = "track"</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>A text, or a directive.</summary>
    public required JsonElement Url { get; init; }

    /// <summary>A text, or a directive. Null: POST.</summary>
    public JsonElement? Method { get; init; }

    /// <summary>Names to texts or directives, or one directive that gives all. Null: none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Headers { get; init; }

    /// <summary>An object or a directive. Null: the whole event.</summary>
    public JsonElement? Data { get; init; }

    public static MappingSource From(WebhookMappingSpec spec) => new()
    {
        Trigger = spec.Trigger,
        Url = spec.Url,
        Method = spec.Method,
        Headers = spec.Headers,
        Data = spec.Data,
    };

    public static MappingSource From(MappingConfig config) => new()
    {
        Trigger = config.Trigger,
        Url = config.Url,
        Method = config.Method,
        Headers = config.Headers,
        Data = config.Data,
    };
}
