using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using ExtensibleWebhooks.Cli.Requests;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>Answers lines. Any number of threads may ask, each with room of its own.</summary>
internal sealed class LineTrial
{
    /// <summary>That of an event, with the line around it.</summary>
    public const int MaxDepth = EventDocument.MaxDepth + 8;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private readonly CompiledTexts _texts = new();

    /// <summary>Writes the one object that answers a line. Never throws for what is in the line.</summary>
    public void Answer(ReadOnlyMemory<byte> line, RenderedRequest room, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        Try(line, room, writer)?.Write(writer);
        writer.WriteEndObject();
    }

    /// <summary>Answers in the place of a line that is not there.</summary>
    public static void AnswerTooLong(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        LineProblem.OfLine($"the line has more than {LineReader.MaxLineBytes} bytes").Write(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes nothing if there is a problem.</summary>
    private LineProblem? Try(ReadOnlyMemory<byte> line, RenderedRequest room, Utf8JsonWriter writer)
    {
        if (!Utf8.IsValid(line.Span))
        {
            return LineProblem.OfLine("the line is not UTF-8");
        }

        try
        {
            using var json = JsonDocument.Parse(line.Span.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line, Options);
            var (request, problem) = LineRequest.Read(json.RootElement);
            return request is null ? LineProblem.OfLine(problem ?? "") : Try(request, room, writer);
        }
        catch (JsonException error)
        {
            return LineProblem.OfLine($"the line is no JSON: {error.Message.Split(" LineNumber")[0].TrimEnd('.')} (byte {error.BytePositionInLine + 1})");
        }
    }

    private LineProblem? Try(LineRequest request, RenderedRequest room, Utf8JsonWriter writer)
    {
        if (request.Function is not null)
        {
            return new LineProblem("NotSupported", "this version does not try insert functions", []);
        }

        var trigger = _texts.Trigger(request.Trigger);
        var mapping = request.Mapping is { } mappingText ? _texts.Mapping(mappingText) : null;
        var data = request.Data is { } dataText ? _texts.Data(dataText) : null;
        if (!trigger.IsCompiled || mapping is { IsCompiled: false } || data is { IsCompiled: false })
        {
            return LineProblem.Of([.. trigger.Diagnostics, .. mapping?.Diagnostics ?? [], .. data?.Diagnostics ?? []]);
        }

        var read = EventDocument.Parse(JsonMarshal.GetRawUtf8Value(request.Event).ToArray());
        if (!read.IsRead)
        {
            return new LineProblem("Event", read.Problem.Message, []);
        }

        using var document = read.Document;
        if (!trigger.Trigger.Matches(document))
        {
            writer.WriteBoolean("matched", false);
            return null;
        }

        if ((mapping?.Mapping?.Render(document, room) ?? data?.Data?.Render(document, room)) is { } error)
        {
            return LineProblem.Of(error);
        }

        writer.WriteBoolean("matched", true);
        if (mapping is not null)
        {
            RequestJson.Write(writer, ShownRequest.Of(room, hasUrl: request.Mapping?.TryGetProperty("url", out var url) == true && url.ValueKind != JsonValueKind.Null));
        }
        else if (data is not null && room.HasBody)
        {
            RequestJson.WriteData(writer, room.Body.Span);
        }

        return null;
    }
}
