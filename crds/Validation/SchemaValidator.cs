using System.Text.Json;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>
/// Runs a schema over a document in which defaults are written: unknown and missing members, types, bounds; then, on each object whose own parts are right,
/// the rules over several fields. So one wrong field hides no other complaint but those that need it.
/// </summary>
/// <param name="diagnostics">Takes what is wrong.</param>
/// <param name="ignoresUnknown">Members that the schema does not know are left alone: the document may be of a newer version.</param>
internal sealed class SchemaValidator(DiagnosticList diagnostics, bool ignoresUnknown = false)
{
    public void Check(JsonElement value, SchemaNode schema, string path)
    {
        switch (schema.Type)
        {
            case SchemaType.Record when Is(value, JsonValueKind.Object, schema, path):
                CheckRecord(value, schema, path);
                break;
            case SchemaType.Map when Is(value, JsonValueKind.Object, schema, path):
                CheckMap(value, schema, path);
                break;
            case SchemaType.AnyObject:
                Is(value, JsonValueKind.Object, schema, path);
                break;
            case SchemaType.List when Is(value, JsonValueKind.Array, schema, path):
                CheckList(value, schema, path);
                break;
            case SchemaType.Text when Is(value, JsonValueKind.String, schema, path):
                Report(path, TextCheck.Complaint(value.GetString() ?? "", schema));
                break;
            case SchemaType.WholeNumber or SchemaType.Number when Is(value, JsonValueKind.Number, schema, path):
                Report(path, NumberCheck.Complaint(value, schema));
                break;
            case SchemaType.Boolean when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                Report(path, WrongType(value, schema));
                break;
            default:
                break;
        }
    }

    private void CheckRecord(JsonElement value, SchemaNode schema, string path)
    {
        var before = diagnostics.Count;
        var present = new HashSet<string>();
        foreach (var property in value.EnumerateObject())
        {
            var at = FieldPath.Member(path, property.Name);
            if (!present.Add(property.Name))
            {
                diagnostics.Add(at, "is written twice: keep one");
            }
            else if (schema.Find(property.Name) is { } member)
            {
                Check(property.Value, member.Schema, at);
            }
            else if (!ignoresUnknown)
            {
                diagnostics.Add(at, $"no such field{NearMiss.Hint(property.Name, schema.Members.Select(known => known.Name))}");
            }
        }

        foreach (var member in schema.Members.Where(member => member.IsRequired && !present.Contains(member.Name)))
        {
            diagnostics.Add(FieldPath.Member(path, member.Name), "is missing: it is required");
        }

        if (diagnostics.Count == before)
        {
            FieldRules.Check(value, schema, path, diagnostics);
        }
    }

    private void CheckMap(JsonElement value, SchemaNode schema, string path)
    {
        CheckCount(value.EnumerateObject().Count(), "members", schema, path);
        foreach (var member in value.EnumerateObject())
        {
            CheckEach(member.Value, schema, FieldPath.Member(path, member.Name));
        }
    }

    private void CheckList(JsonElement value, SchemaNode schema, string path)
    {
        CheckCount(value.GetArrayLength(), "items", schema, path);
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            CheckEach(item, schema, FieldPath.Item(path, index++));
        }
    }

    private void CheckEach(JsonElement value, SchemaNode schema, string path)
    {
        if (schema.Each is { } each)
        {
            Check(value, each, path);
        }
    }

    private void CheckCount(int count, string what, SchemaNode schema, string path)
    {
        if (schema.Count is { } bounds && (count < bounds.Min || count > bounds.Max))
        {
            diagnostics.Add(path, $"has {count} {what}: {bounds.Min} to {bounds.Max} are allowed");
        }
    }

    private bool Is(JsonElement value, JsonValueKind kind, SchemaNode schema, string path)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        Report(path, WrongType(value, schema));
        return false;
    }

    private void Report(string path, string? complaint)
    {
        if (complaint is not null)
        {
            diagnostics.Add(path, complaint);
        }
    }

    /// <summary>Never shows the value: a user may have pasted a secret where a reference to one belongs.</summary>
    private static string WrongType(JsonElement value, SchemaNode schema)
    {
        var quotes = value.ValueKind == JsonValueKind.String && schema.Type is SchemaType.WholeNumber or SchemaType.Number or SchemaType.Boolean
            ? "; write it without quotes"
            : value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null) && schema.Type == SchemaType.Text ? "; write it in quotes" : "";
        return $"is {Words.Of(value.ValueKind)}, and must be {Words.Of(schema)}{quotes}";
    }
}
