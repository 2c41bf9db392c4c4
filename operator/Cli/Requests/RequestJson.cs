using System.Text.Json;

namespace ExtensibleWebhooks.Cli.Requests;

/// <summary>A request in the answers for programs: the same members in each of them.</summary>
internal static class RequestJson
{
    /// <summary>Writes the members <c>request</c> and, if the body is JSON, <c>data</c>: its value, with all digits of its numbers.</summary>
    public static void Write(Utf8JsonWriter writer, ShownRequest request)
    {
        writer.WriteStartObject("request");
        writer.WriteString("method", request.Method);
        if (request.Url is not null)
        {
            writer.WriteString("url", request.Url);
        }

        writer.WriteStartObject("headers");
        foreach (var header in request.Headers)
        {
            writer.WriteString(header.Name, header.Value);
        }

        writer.WriteEndObject();
        if (request.Body is { } body)
        {
            writer.WriteString("body", body.Span);
        }

        writer.WriteEndObject();
        if (request is { IsJson: true, Body: { } json })
        {
            WriteData(writer, json.Span);
        }
    }

    /// <summary>Writes the member <c>data</c>.</summary>
    public static void WriteData(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        writer.WritePropertyName("data");
        // What the engine wrote is JSON.
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
