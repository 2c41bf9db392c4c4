using System.Buffers;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>Writes defaults into a document as the API server does: absent and null members get their default, other nulls are dropped, from the root down.</summary>
internal static class SchemaDefaults
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 4096 };

    /// <summary>A new document; what the schema does not know is kept, for validation to complain of.</summary>
    public static JsonElement Apply(JsonElement value, SchemaNode schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Unchecked))
        {
            Write(writer, value, schema);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, Deep);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, SchemaNode schema)
    {
        switch (schema.Type, value.ValueKind)
        {
            case (SchemaType.Record, JsonValueKind.Object):
                WriteRecord(writer, value, schema);
                break;
            case (SchemaType.Map, JsonValueKind.Object) when schema.Each is { } each:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, each);
                }

                writer.WriteEndObject();
                break;
            case (SchemaType.List, JsonValueKind.Array) when schema.Each is { } each:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, each);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteRecord(Utf8JsonWriter writer, JsonElement value, SchemaNode schema)
    {
        var present = new HashSet<string>();
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            var member = schema.Find(property.Name);
            if (member is not null && property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            present.Add(property.Name);
            writer.WritePropertyName(property.Name);
            if (member is null)
            {
                property.Value.WriteTo(writer);
            }
            else
            {
                Write(writer, property.Value, member.Schema);
            }
        }

        foreach (var member in schema.Members)
        {
            if (member.Schema.Default is { } fallback && !present.Contains(member.Name))
            {
                writer.WritePropertyName(member.Name);
                Write(writer, fallback, member.Schema);
            }
        }

        writer.WriteEndObject();
    }
}
