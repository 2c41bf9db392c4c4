using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>A webhook as the receiver in the cluster printed it: <c>webhooks echo --format json</c>.</summary>
internal sealed record ReceivedWebhook
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>By lower-case name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required string Body { get; init; }

    /// <summary>The body as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException("The body is null");

    /// <summary>The id that the tests' mappings put into the body.</summary>
    public string? Id => Json["id"]?.GetValue<string>();
}
