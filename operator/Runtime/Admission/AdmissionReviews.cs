using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>AdmissionReview documents of <c>admission.k8s.io/v1</c>: reads the question, writes the answer.</summary>
internal static class AdmissionReviews
{
    private const string ApiVersion = "admission.k8s.io/v1";

    /// <summary>What the API server asks clients to expect of a text.</summary>
    private const int MaxWarning = 256;

    private const int MaxWarnings = 8;

    /// <summary>Deeper than any object that a type of ours can read.</summary>
    private const int MaxDepth = 1024;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxDepth };

    /// <summary>Never throws for what is in the body. The elements of the request live on their own.</summary>
    public static AdmissionReading Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (!IsUnicode(body.Span))
            {
                return Problem("A text in the body is not Unicode.");
            }

            using var document = JsonDocument.Parse(body, Deep);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            return Problem($"The body is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).");
        }
    }

    public static JsonObject Write(AdmissionRequest request, ValidationResult result)
    {
        var response = new JsonObject { ["uid"] = request.Uid, ["allowed"] = result.IsAllowed };
        if (result.Refusal is { } refusal)
        {
            response["status"] = StatusOf(request, refusal);
        }

        if (result.Warnings.Count > 0)
        {
            response["warnings"] = new JsonArray([.. result.Warnings.Take(MaxWarnings).Select(text => (JsonNode)(text.Length > MaxWarning ? $"{text[..(MaxWarning - 1)]}…" : text))]);
        }

        return new JsonObject { ["apiVersion"] = ApiVersion, ["kind"] = "AdmissionReview", ["response"] = response };
    }

    private static AdmissionReading Read(JsonElement review)
    {
        if (TextOf(review, "kind") != "AdmissionReview" || TextOf(review, "apiVersion") != ApiVersion)
        {
            return Problem($"The body is no AdmissionReview of {ApiVersion}.");
        }

        if (Member(review, "request") is not { ValueKind: JsonValueKind.Object } request || TextOf(request, "uid") is not { Length: > 0 } uid)
        {
            return Problem("The AdmissionReview has no request with a uid.");
        }

        if (!Enum.TryParse<AdmissionOperation>(TextOf(request, "operation"), ignoreCase: true, out var operation) || !Enum.IsDefined(operation))
        {
            return Problem("request.operation is none of CREATE, UPDATE, DELETE, CONNECT.");
        }

        if (Member(request, "kind") is not { } kind || TextOf(kind, "kind") is not { Length: > 0 } kindName)
        {
            return Problem("request.kind is missing.");
        }

        return new AdmissionReading(
            new AdmissionRequest
            {
                Uid = uid,
                Operation = operation,
                Group = TextOf(kind, "group") ?? "",
                Kind = kindName,
                Name = TextOf(request, "name") ?? "",
                Namespace = TextOf(request, "namespace") ?? "",
                IsDryRun = Member(request, "dryRun") is { ValueKind: JsonValueKind.True },
                NewObject = ObjectOf(request, "object"),
                OldObject = ObjectOf(request, "oldObject"),
            },
            null);
    }

    /// <summary>Broken UTF-8, and escapes of half a surrogate pair, would throw wherever the text is read later.</summary>
    private static bool IsUnicode(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            return false;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonObject StatusOf(AdmissionRequest request, ValidationRefusal refusal) => new()
    {
        ["status"] = "Failure",
        ["code"] = refusal.Code,
        ["reason"] = refusal.Reason,
        ["message"] = refusal.Message,
        ["details"] = new JsonObject
        {
            ["group"] = request.Group,
            ["kind"] = request.Kind,
            ["name"] = request.Name,
            ["causes"] = new JsonArray([.. refusal.Causes.Select(cause => new JsonObject
            {
                ["reason"] = "FieldValueInvalid",
                ["field"] = cause.Field,
                ["message"] = cause.Message,
            })]),
        },
    };

    private static AdmissionReading Problem(string text) => new(null, text);

    private static JsonElement? ObjectOf(JsonElement request, string name) =>
        Member(request, name) is { ValueKind: JsonValueKind.Object } found ? found.Clone() : null;

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : null;

    private static string? TextOf(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
