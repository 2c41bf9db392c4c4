using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Cli.Try;

/// <summary>The event to try, or why there is none.</summary>
/// <param name="Event">Null with <paramref name="Problem"/>.</param>
/// <param name="Note">What was added to it; null: nothing.</param>
/// <param name="Problem">A sentence.</param>
internal sealed record EventFile(EventDocument? Event, string? Note, string? Problem)
{
    /// <summary>The path that stands for the standard input.</summary>
    private const string StandardInput = "-";

    private const string AddedType = "\"type\":\"track\"";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = EventDocument.MaxDepth };

    public static EventFile Read(string path, Func<Stream> standardInput)
    {
        var name = path == StandardInput ? "<stdin>" : path;
        if (path != StandardInput && !File.Exists(path))
        {
            return Failed(name, Directory.Exists(path) ? "is a folder: a file with an event is needed" : "no such file");
        }

        var (bytes, problem) = BoundedFile.Read(path == StandardInput ? standardInput : () => File.OpenRead(path), EventDocument.MaxBytes);
        if (bytes is null)
        {
            return Failed(name, problem ?? "cannot be read");
        }

        return BoundedFile.TextOf(bytes) is { } text ? Parse(name, text) : Failed(name, "is no text in UTF-8");
    }

    private static EventFile Parse(string name, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, Options);
            var isSentAsTrack = json.RootElement.ValueKind == JsonValueKind.Object && !json.RootElement.TryGetProperty("type", out _) && json.RootElement.TryGetProperty("event", out _);
            return json.RootElement.ValueKind != JsonValueKind.Object
                ? Failed(name, "is no event: an event is a JSON object")
                : isSentAsTrack ? Read(name, WithType(text), $"the event has no type: it is taken for a track event, as POST /v1/track takes it") : Read(name, text, null);
        }
        catch (JsonException error)
        {
            var place = new TextPlace((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1);
            return new EventFile(null, null, new ManifestProblem(name, place, $"is no JSON: {error.Message.Split(" LineNumber")[0].TrimEnd('.')}").ToString());
        }
    }

    private static EventFile Read(string name, string text, string? note)
    {
        var read = EventDocument.Parse(Encoding.UTF8.GetBytes(text));
        return read.IsRead ? new EventFile(read.Document, note, null) : Failed(name, read.Problem.Message);
    }

    /// <summary>An object that has a member already.</summary>
    private static string WithType(string text) => text.Insert(text.IndexOf('{', StringComparison.Ordinal) + 1, $"{AddedType},");

    private static EventFile Failed(string name, string message) => new(null, null, new ManifestProblem(name, null, message).ToString());
}
