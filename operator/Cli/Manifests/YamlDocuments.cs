using System.Buffers;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>Reads the YAML documents of a text into JSON, with the place of every field.</summary>
internal static class YamlDocuments
{
    /// <summary>Deeper than any manifest, and far below what the stack holds.</summary>
    private const int MaxDepth = 64;

    /// <summary>Stops a document whose aliases multiply.</summary>
    private const int MaxJsonBytes = 16 * 1024 * 1024;

    public static ManifestReading Read(string file, string text)
    {
        try
        {
            if (FindUnreadable(text) is { } unreadable)
            {
                return Failed(file, unreadable.Place, unreadable.Message);
            }

            var stream = new YamlStream();
            stream.Load(new MergingParser(new Parser(new StringReader(text))));
            var problems = new List<ManifestProblem>();
            var documents = stream.Documents.Where(document => !IsEmpty(document.RootNode)).Select(document => Convert(file, document.RootNode, problems)).ToList();
            return new ManifestReading(problems.Count > 0 ? [] : documents, problems);
        }
        catch (YamlException error)
        {
            return Failed(file, PlaceOf(error.Start), $"is no YAML: {SentenceOf(error)}");
        }
    }

    private static ManifestDocument Convert(string file, YamlNode root, List<ManifestProblem> problems)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var places = new JsonPlaces();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, root, "");
        }

        return new ManifestDocument(file, JsonDocument.Parse(buffer.WrittenMemory).RootElement, places);

        void Write(Utf8JsonWriter target, YamlNode node, string path)
        {
            places.Add(path, PlaceOf(node.Start));
            if (target.BytesCommitted + target.BytesPending > MaxJsonBytes)
            {
                throw new YamlException(node.Start, node.End, $"it expands to more than {MaxJsonBytes} bytes");
            }

            switch (node)
            {
                case YamlMappingNode mapping:
                    WriteMapping(target, mapping, path);
                    break;
                case YamlSequenceNode sequence:
                    target.WriteStartArray();
                    foreach (var (index, item) in sequence.Children.Index())
                    {
                        Write(target, item, FieldPath.Item(path, index));
                    }

                    target.WriteEndArray();
                    break;
                case YamlScalarNode scalar:
                    if (YamlScalar.Write(target, scalar) is { } complaint)
                    {
                        problems.Add(new ManifestProblem(file, PlaceOf(node.Start), complaint) { Field = path });
                    }

                    if (StartOfText(scalar) is { } start)
                    {
                        places.AddText(path, start);
                    }

                    break;
                default:
                    throw new YamlException(node.Start, node.End, "an alias here has no anchor");
            }
        }

        void WriteMapping(Utf8JsonWriter target, YamlMappingNode mapping, string path)
        {
            target.WriteStartObject();
            foreach (var (key, value) in mapping.Children)
            {
                var name = key is YamlScalarNode scalar ? scalar.Value ?? "" : throw new YamlException(key.Start, key.End, "a key must be a text");
                var at = FieldPath.Member(path, name);
                target.WritePropertyName(name);
                Write(target, value, at);
                places.Add(at, PlaceOf(key.Start));
            }

            target.WriteEndObject();
        }
    }

    /// <summary>Before the tree is built, since building it recurses.</summary>
    private static (TextPlace Place, string Message)? FindUnreadable(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        bool? moved;
        while ((moved = TryMoveNext(parser)) == true)
        {
            depth += parser.Current switch { MappingStart or SequenceStart => 1, MappingEnd or SequenceEnd => -1, _ => 0 };
            if (depth > MaxDepth)
            {
                return (PlaceOf(parser.Current?.Start ?? Mark.Empty), $"is nested deeper than {MaxDepth}");
            }
        }

        return moved is false ? null : (PlaceOf(parser.Current?.End ?? Mark.Empty), "is no YAML from here on");
    }

    /// <summary>Over some texts that are no YAML (a mark where no text may begin, a tag that is empty) the library throws other exceptions than its own.</summary>
    /// <returns>Null: it cannot tell what comes.</returns>
    private static bool? TryMoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Null where the text is spread over lines or has escapes.</summary>
    private static TextPlace? StartOfText(YamlScalarNode scalar)
    {
        var quotes = scalar.Style switch { ScalarStyle.Plain => 0, ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => 1, _ => -1 };
        var isWhole = scalar.Start.Line == scalar.End.Line && scalar.End.Column - scalar.Start.Column == (scalar.Value?.Length ?? 0) + (2 * quotes);
        return quotes >= 0 && isWhole ? new TextPlace(scalar.Start.Line, scalar.Start.Column + quotes) : null;
    }

    private static bool IsEmpty(YamlNode root) => root is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    private static ManifestReading Failed(string file, TextPlace place, string message) => new([], [new ManifestProblem(file, place, message)]);

    private static TextPlace PlaceOf(Mark mark) => new(mark.Line, mark.Column);

    private static string SentenceOf(YamlException error) => (error.InnerException?.Message ?? error.Message) is { Length: > 0 } message ? $"{char.ToLowerInvariant(message[0])}{message[1..].TrimEnd('.')}" : "it cannot be read";
}
