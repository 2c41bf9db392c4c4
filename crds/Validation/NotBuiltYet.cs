using System.Text.Json;
using ExtensibleWebhooks.Crds.EventSources;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>
/// The closed list of what the kinds can say and this version does not do. Asking for it is refused, never ignored; a version that builds it takes its row away.
/// </summary>
internal static class NotBuiltYet
{
    private static readonly Row[] Rows =
    [
        new(EventSource.KubeKind, "spec.engine.type", Is("Redis"), "an event log in Redis", "Embedded"),
        new(EventSource.KubeKind, "spec.workers.autoscaling", IsSet, "scaling by lag", "workers.replicas"),
        new(EventSource.KubeKind, "spec.ingest.corsOrigins", IsOtherThanAll, "an allow list of browser origins", "[\"*\"], and a proxy in front that checks Origin"),
    ];

    /// <summary>The paths of the rows, for a test to go through.</summary>
    public static IEnumerable<(string Kind, string Path)> Paths => Rows.Select(row => (row.Kind, row.Path));

    /// <summary>Reports every row that a document asks for, whatever else is wrong with it.</summary>
    public static void Check(JsonElement manifest, string kind, DiagnosticList diagnostics)
    {
        foreach (var row in Rows.Where(row => row.Kind == kind))
        {
            if (Find(manifest, row.Path) is { } value && row.IsAsked(value))
            {
                diagnostics.Add(row.Path, $"this version does not do {row.What}: remove it; use {row.Instead}", DiagnosticKind.NotSupported);
            }
        }
    }

    private static JsonElement? Find(JsonElement value, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value;
    }

    private static Func<JsonElement, bool> Is(string text) => value => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private static bool IsSet(JsonElement value) => value.ValueKind != JsonValueKind.Null;

    private static bool IsOtherThanAll(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && !(value.GetArrayLength() == 1 && Is("*")(value[0]));

    /// <param name="Kind">The kind that has the field.</param>
    /// <param name="Path">The field.</param>
    /// <param name="IsAsked">Whether a value of it asks for what is not built.</param>
    /// <param name="What">What is asked for, in words.</param>
    /// <param name="Instead">What to use instead.</param>
    private sealed record Row(string Kind, string Path, Func<JsonElement, bool> IsAsked, string What, string Instead);
}
