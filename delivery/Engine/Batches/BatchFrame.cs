using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Batches;

/// <summary>What stands around the bodies of a batch's events. Each body is a JSON object on one line, as <see cref="Requests.CompiledMapping.Render"/> writes it.</summary>
public sealed record BatchFrame
{
    private BatchFrame(byte[] prefix, byte[] separator, byte[] suffix, string contentType)
    {
        Prefix = prefix;
        Separator = separator;
        Suffix = suffix;
        ContentType = contentType;
    }

    /// <summary>Before the first body.</summary>
    public ReadOnlyMemory<byte> Prefix { get; }

    /// <summary>Between two bodies.</summary>
    public ReadOnlyMemory<byte> Separator { get; }

    /// <summary>After the last body.</summary>
    public ReadOnlyMemory<byte> Suffix { get; }

    /// <summary>What the whole is, unless the mapping says so itself.</summary>
    public string ContentType { get; }

    /// <summary>The bytes of a batch beside its bodies and separators.</summary>
    public int Length => Prefix.Length + Suffix.Length;

    /// <param name="spec">Valid: a wrapKey with Wrapped.</param>
    public static BatchFrame Of(BatchingSpec spec) => spec.Format switch
    {
        BatchFormat.NdJson => new BatchFrame([], "\n"u8.ToArray(), "\n"u8.ToArray(), "application/x-ndjson"),
        BatchFormat.Wrapped => new BatchFrame([(byte)'{', .. JsonText.Quote(Wtf8.GetBytes(spec.WrapKey ?? "")), (byte)':', (byte)'['], ","u8.ToArray(), "]}"u8.ToArray(), Requests.ContentType.Json),
        _ => new BatchFrame("["u8.ToArray(), ","u8.ToArray(), "]"u8.ToArray(), Requests.ContentType.Json),
    };
}
