using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>Small objects of each kind. The mappings take the event that <see cref="EventSender"/> sends.</summary>
internal static class Manifests
{
    /// <summary>The label of a namespace that admission leaves alone; its value is "true".</summary>
    public const string NotChecked = "webhooks.extensible.dev/disable-validation";

    /// <param name="name">Of the namespace.</param>
    /// <param name="isChecked">False: labelled so that admission asks about nothing in it.</param>
    public static string Namespace(string name, bool isChecked) => $"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {name}
          labels:
            {NotChecked}: "{(isChecked ? "false" : "true")}"
        """;

    /// <param name="name">Of the source.</param>
    /// <param name="size">Of its volume.</param>
    /// <param name="retention">Of its log, in bytes.</param>
    public static string Source(string name, string size = "1Gi", string retention = "256Mi") => $"""
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: EventSource
        metadata:
          name: {name}
        spec:
          engine:
            embedded:
              size: {size}
          retention:
            maxSize: {retention}

        """;

    /// <param name="name">Of the Secret.</param>
    /// <param name="values">By key.</param>
    public static string Secret(string name, params IEnumerable<(string Key, string Value)> values) => $"""
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: {name}
        stringData: {new JsonObject(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))).ToJsonString()}

        """;

    /// <summary>With a Secret NAME-token that holds the token.</summary>
    public static string Destination(string name, string source, string token) => $"""
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: {name}-token
        stringData:
          token: {token}
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookDestination
        metadata:
          name: {name}
        spec:
          sourceRef:
            name: {source}
          enabled: true
          authentication:
            type: Bearer
            bearer:
              tokenSecretRef:
                name: {name}-token
                key: token

        """;

    /// <summary>Posts the event's id to http://echo:8081/NAME.</summary>
    public static string Mapping(string name, string destination, string trigger = "type = \"track\"") => $"""
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookMapping
        metadata:
          name: {name}
        spec:
          destinationRef:
            name: {destination}
          enabled: true
          trigger: '{trigger}'
          url: http://echo:8081/{name}
          data:
            id:
              "@path": $.properties.id

        """;

    /// <summary>A source, a destination and a mapping.</summary>
    public static string Path(string source, string destination, string mapping, string token = "secret") =>
        Source(source) + Destination(destination, source, token) + Mapping(mapping, destination);
}
