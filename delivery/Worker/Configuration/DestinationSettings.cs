using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>A destination as the worker runs it. A reload that does not change the destination keeps the instance.</summary>
internal sealed record DestinationSettings
{
    public required DestinationConfig Config { get; init; }

    /// <summary>Those that compile, by name.</summary>
    public required IReadOnlyList<MappingSettings> Mappings { get; init; }

    /// <summary>Of the configuration's text: another one, another fingerprint. The same over restarts.</summary>
    public long Fingerprint { get; init; }

    /// <summary>The lane's name in the log and the store: a destination that was deleted and made again is another lane.</summary>
    public string Lane => KeyOf(Config);

    public static string KeyOf(DestinationConfig config) => KeyOf(config.Name, config.Uid);

    public static string KeyOf(DisabledDestination disabled) => KeyOf(disabled.Name, disabled.Uid);

    /// <summary>The destination's name in a lane's key.</summary>
    public static string NameOf(string lane) => lane.IndexOf('/', StringComparison.Ordinal) is >= 0 and var end ? lane[..end] : lane;

    public static long FingerprintOf(string text) => (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>Equal texts are equal destinations.</summary>
    public static string TextOf(DestinationConfig config) => JsonSerializer.Serialize(config, Json.Options);

    private static string KeyOf(string name, string? uid) => uid is null ? name : $"{name}/{uid}";
}
