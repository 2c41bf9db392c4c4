using System.Text.Json;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.WebhookMappings;

/// <summary>Which events, and what the request looks like.</summary>
public sealed record WebhookMappingSpec
{
    /// <summary>The WebhookDestination that sends the requests, in the same namespace.</summary>
    public required LocalRef DestinationRef { get; init; }

    /// <summary>A mapping sends nothing until it is switched on.</summary>
    [Default("false")]
    public bool Enabled { get; init; }

    /// <summary>Which events: an expression such as type = "track" and event = "Order Completed"; "all" for every event.</summary>
    [Length(1, 5120)]
    public required string Trigger { get; init; }

    /// <summary>Where the request goes: an absolute http or https URL, or a directive such as {"@path": "$.properties.callback"} that gives one for each event.</summary>
    [AnyJson]
    public required JsonElement Url { get; init; }

    /// <summary>The request's method: POST, PUT or PATCH, or a directive that gives one of them for each event.</summary>
    [AnyJson]
    [Default("\"POST\"")]
    public JsonElement Method { get; init; } = JsonSerializer.SerializeToElement(nameof(WebhookMethod.POST));

    /// <summary>The request's headers: names to texts or directives. Absent: only what the body and the authentication bring.</summary>
    [AnyObject]
    [Items(0, 64)]
    public IReadOnlyDictionary<string, JsonElement>? Headers { get; init; }

    /// <summary>The request's body: an object whose values are literals and directives, or a directive. Absent: the whole event.</summary>
    [AnyJson]
    public JsonElement? Data { get; init; }

    /// <summary>Sends several events in one request.</summary>
    [Default("{}")]
    public BatchingSpec Batching { get; init; } = new();
}

/// <summary>As on the wire.</summary>
public enum WebhookMethod
{
    POST,
    PUT,
    PATCH,
}
