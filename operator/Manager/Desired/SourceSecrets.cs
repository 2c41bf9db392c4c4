using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>The two Secrets of a source.</summary>
internal static class SourceSecrets
{
    /// <summary>What is mounted into the pods: the configuration and the files that it names.</summary>
    public static DesiredObject Worker(EventSource source, IReadOnlyDictionary<string, byte[]> files) =>
        DesiredObject.Of(Resources.Secrets, source, SourceNames.Of(source).Worker, ("type", "Opaque"), ("data", DataOf(files)));

    /// <summary>The generated write key: created once, and never changed by the operator.</summary>
    public static DesiredObject WriteKey(EventSource source, byte[] key) =>
        DesiredObject.Of(
            Resources.Secrets,
            source,
            SourceNames.Of(source).GeneratedWriteKey,
            ("type", "Opaque"),
            ("data", DataOf(new Dictionary<string, byte[]> { [WorkerConfigBuilder.WriteKeySecretKey] = key })));

    private static JsonObject DataOf(IReadOnlyDictionary<string, byte[]> files)
    {
        var data = new JsonObject();
        foreach (var (file, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            data[file] = Convert.ToBase64String(content);
        }

        return data;
    }
}
