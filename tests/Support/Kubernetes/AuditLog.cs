using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Support.Kubernetes;

/// <summary>Reads the audit log of an API server: one JSON document a line, in the order of the answers.</summary>
public static class AuditLog
{
    /// <summary>The writes in the text. A last line that is still being written is left out.</summary>
    public static IReadOnlyList<AuditedWrite> Parse(string text)
    {
        var end = text.LastIndexOf('\n');
        return end < 0 ? [] : [.. text[..end].Split('\n').Where(line => line.Length > 0).Select(ParseLine)];
    }

    private static AuditedWrite ParseLine(string line)
    {
        var entry = JsonNode.Parse(line);
        var target = entry?["objectRef"];
        return new AuditedWrite
        {
            User = Text(entry?["impersonatedUser"]?["username"] ?? entry?["user"]?["username"]),
            Verb = Text(entry?["verb"]),
            Resource = Text(target?["resource"]),
            Subresource = Text(target?["subresource"]),
            Namespace = Text(target?["namespace"]),
            Name = Text(target?["name"]),
            Status = (int?)entry?["responseStatus"]?["code"] ?? 0,
        };
    }

    private static string Text(JsonNode? value) => (string?)value ?? "";
}
