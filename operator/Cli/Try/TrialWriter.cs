using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Requests;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Engine.Functions;

namespace ExtensibleWebhooks.Cli.Try;

/// <summary>Writes what became of an event, for people or as the one document that ../README.md describes.</summary>
internal static class TrialWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="trials">One for each mapping.</param>
    /// <param name="pretty">Write JSON bodies with a member a line, instead of as they are sent.</param>
    public static string ToText(IReadOnlyList<Trial> trials, bool pretty) => string.Join('\n', trials.Select(trial => ToText(trial, pretty)));

    public static string ToJson(IReadOnlyList<Trial> trials)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("mappings");
            foreach (var trial in trials)
            {
                Write(writer, trial);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n";
    }

    private static string ToText(Trial trial, bool pretty)
    {
        var text = new StringBuilder($"WebhookMapping {trial.Name} {(trial.Matched ? "matches" : trial.Function is null ? "does not match" : "does not match what the insert function returned")}\n");
        foreach (var condition in trial.FalseConditions)
        {
            text.Append($"  {condition}\n");
        }

        if (trial.Function is { } function)
        {
            Append(text, function, pretty);
        }

        if (trial.Error is { } error)
        {
            text.Append($"  and gives no request: {error.Message}\n");
        }

        foreach (var note in trial.Notes)
        {
            text.Append($"  note: {note}\n");
        }

        return trial.Request is { } request ? text.Append('\n').Append(ToText(request, pretty)).ToString() : text.ToString();
    }

    private static void Append(StringBuilder text, FunctionOutcome function, bool pretty)
    {
        if (function.Event is null)
        {
            text.Append($"  and its insert function gives no event: {function.Detail}\n");
        }

        foreach (var line in function.Console.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append($"  console: {line}\n");
        }

        if (function.Event is { } document)
        {
            var json = Encoding.UTF8.GetString(document.ToBytes());
            text.Append($"  the insert function returns {(pretty ? PrettyJson.Format(json) : json)}\n");
        }
    }

    private static string ToText(ShownRequest request, bool pretty)
    {
        var text = new StringBuilder($"{request.Method} {request.Url}\n");
        foreach (var header in request.Headers)
        {
            text.Append($"{header.Name}: {header.Value}\n");
        }

        if (request.Body is { } bytes)
        {
            var body = Encoding.UTF8.GetString(bytes.Span);
            text.Append('\n').Append(pretty && request.IsJson ? PrettyJson.Format(body) : body).Append('\n');
        }

        return text.ToString();
    }

    private static void Write(Utf8JsonWriter writer, Trial trial)
    {
        writer.WriteStartObject();
        writer.WriteString("name", trial.Name);
        writer.WriteString("namespace", trial.Namespace);
        writer.WriteString("destination", trial.Destination);
        writer.WriteBoolean("matched", trial.Matched);
        Member(writer, "falseConditions", trial.FalseConditions);
        if (trial.Function is { } function)
        {
            Write(writer, function);
        }

        if (trial.Request is { } request)
        {
            RequestJson.Write(writer, request);
        }

        if (trial.Error is { } error)
        {
            writer.WritePropertyName("error");
            JsonSerializer.Serialize(writer, error, Json.Options);
        }

        Member(writer, "notes", trial.Notes);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FunctionOutcome function)
    {
        writer.WriteStartObject("function");
        writer.WriteString("verdict", function.Verdict.ToString());
        if (function.Event is { } document)
        {
            writer.WritePropertyName("event");
            writer.WriteRawValue(document.ToBytes(), skipInputValidation: true);
        }
        else
        {
            writer.WriteString("message", function.Detail);
        }

        if (function.Console.Length > 0)
        {
            writer.WriteString("console", function.Console);
        }

        writer.WriteEndObject();
    }

    /// <summary>A list that is left out where it is empty.</summary>
    private static void Member<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items)
    {
        if (items.Count > 0)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, items, Json.Options);
        }
    }
}
