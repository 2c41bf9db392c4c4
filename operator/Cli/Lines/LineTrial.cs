using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using ExtensibleWebhooks.Cli.Requests;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>Answers lines. Any number of threads may ask, each with room of its own.</summary>
/// <param name="time">Bounds functions, and is what their Date says.</param>
internal sealed class LineTrial(TimeProvider time)
{
    /// <summary>That of an event, with the line around it.</summary>
    public const int MaxDepth = EventDocument.MaxDepth + 8;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private readonly CompiledTexts _texts = new(time);

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

    /// <summary>Writes no more than what a function wrote to its console if there is a problem.</summary>
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
        var line = _texts.Compile(request);
        if (line.Diagnostics.Count > 0 || line.Trigger is null)
        {
            return LineProblem.Of(line.Diagnostics);
        }

        var read = EventDocument.Parse(JsonMarshal.GetRawUtf8Value(request.Event).ToArray());
        if (!read.IsRead)
        {
            return new LineProblem("Event", read.Problem.Message, []);
        }

        using var document = read.Document;
        if (!line.Trigger.Matches(document))
        {
            writer.WriteBoolean("matched", false);
            return null;
        }

        return line.Function is null ? Render(line, document, room, writer) : Call(line, line.Function, document, room, writer);
    }

    /// <summary>As a lane does: the function once, then the trigger again on what it returned.</summary>
    private static LineProblem? Call(CompiledLine line, FunctionPool function, EventDocument document, RenderedRequest room, Utf8JsonWriter writer)
    {
        var outcome = function.Run(document);
        if (outcome.Console.Length > 0)
        {
            writer.WriteString("console", outcome.Console);
        }

        if (outcome.Event is not { } returned)
        {
            return LineProblem.Of(outcome);
        }

        if (line.Trigger?.Matches(returned) != true)
        {
            writer.WriteBoolean("matched", false);
            return null;
        }

        return Render(line, returned, room, writer);
    }

    private static LineProblem? Render(CompiledLine line, EventDocument document, RenderedRequest room, Utf8JsonWriter writer)
    {
        if ((line.Mapping?.Render(document, room) ?? line.Data?.Render(document, room)) is { } error)
        {
            return LineProblem.Of(error);
        }

        writer.WriteBoolean("matched", true);
        if (line.Mapping is not null)
        {
            RequestJson.Write(writer, ShownRequest.Of(room, line.HasUrl));
        }
        else if (line.Data is not null && room.HasBody)
        {
            RequestJson.WriteData(writer, room.Body.Span);
        }

        return null;
    }
}
