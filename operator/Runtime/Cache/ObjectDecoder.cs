using System.Buffers;
using System.Text.Json;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>Reads objects of lists and lines of watches into the cached type: each in one pass, unless it cannot be read.</summary>
internal sealed class ObjectDecoder<T>(ApiResource resource, JsonSerializerOptions options)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Reads a line. What is no JSON at all throws <see cref="JsonException"/>: the stream is broken.</summary>
    public WatchEvent<T> DecodeLine(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        string? type = null;
        Utf8JsonReader saved = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = reader.GetString();
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                if (type is not null)
                {
                    return Decode(type, reader);
                }

                saved = reader;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return type is not null && saved.TokenType != JsonTokenType.None ? Decode(type, saved) : throw new JsonException("A watch event lacks its type or its object");
    }

    /// <summary>Reads an item of a list as if it had just been added.</summary>
    public WatchEvent<T> DecodeItem(JsonElement item)
    {
        try
        {
            var entity = item.Deserialize<T>(options) ?? throw new JsonException("null");
            return new WatchEvent<T> { Type = WatchEventType.Added, Metadata = entity.Metadata ?? throw new JsonException("no metadata"), Object = Trimmed(entity) };
        }
        catch (Exception exception) when (IsUndecodable(exception))
        {
            var partial = item.Deserialize<MetadataOf<V1Pod>>(options) ?? throw new JsonException("null");
            return Undecodable(partial.Metadata, exception);
        }
    }

    private WatchEvent<T> Decode(string type, Utf8JsonReader reader)
    {
        switch (type)
        {
            case "ADDED":
                return DecodeObject(WatchEventType.Added, reader);
            case "MODIFIED":
                return DecodeObject(WatchEventType.Modified, reader);
            case "DELETED":
                return DecodeObject(WatchEventType.Deleted, reader);
            case "BOOKMARK":
                return new WatchEvent<T> { Type = WatchEventType.Bookmark, Metadata = MetadataIn(reader) };
            case "ERROR":
                using (var status = JsonDocument.ParseValue(ref reader))
                {
                    var unknown = new ApiError { Code = 0, Reason = "WatchError", Verb = "watch", Resource = resource.ToString() };
                    return new WatchEvent<T> { Type = WatchEventType.Error, Error = ApiErrorReader.WithStatus(unknown, status.RootElement) };
                }

            default:
                throw new JsonException("A watch event has an unknown type");
        }
    }

    private WatchEvent<T> DecodeObject(WatchEventType type, Utf8JsonReader reader)
    {
        // The reader is a struct: this copy stays at the object's start for the second try.
        var again = reader;
        try
        {
            var entity = JsonSerializer.Deserialize<T>(ref reader, options) ?? throw new JsonException("null");
            return new WatchEvent<T> { Type = type, Metadata = entity.Metadata ?? throw new JsonException("no metadata"), Object = Trimmed(entity) };
        }
        catch (Exception exception) when (IsUndecodable(exception))
        {
            var metadata = MetadataIn(again);

            // Of what is gone nobody needs the contents.
            return type == WatchEventType.Deleted ? new WatchEvent<T> { Type = type, Metadata = metadata } : Undecodable(metadata, exception);
        }
    }

    private V1ObjectMeta MetadataIn(Utf8JsonReader reader) =>
        JsonSerializer.Deserialize<MetadataOf<V1Pod>>(ref reader, options)?.Metadata ?? throw new JsonException("A watch event has no metadata");

    private static WatchEvent<T> Undecodable(V1ObjectMeta metadata, Exception exception) => new()
    {
        Type = WatchEventType.Undecodable,
        Metadata = metadata,
        Path = (exception as JsonException)?.Path ?? "$",
    };

    // What converters throw besides JsonException: a bad number, date or enum in a place that the type reads its own way.
    private static bool IsUndecodable(Exception exception) =>
        exception is JsonException or FormatException or OverflowException or InvalidOperationException or ArgumentException or NotSupportedException;

    private T Trimmed(T entity)
    {
        entity.ApiVersion = resource.ApiVersion;
        entity.Kind = resource.Kind;
        entity.Metadata.ManagedFields = null;
        entity.Metadata.Annotations?.Remove(LastApplied);
        return entity;
    }
}
