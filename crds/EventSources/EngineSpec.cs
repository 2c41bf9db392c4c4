using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Crds.EventSources;

/// <summary>What the event log is kept in: a type, and at most the block of that type.</summary>
[CelRule("self.type == 'Redis' || !has(self.redis)", "engine.redis is set but engine.type is not Redis: remove the block or set the type", nameof(RedisOnlyWithItsType))]
[CelRule("self.type == 'Embedded' || !has(self.embedded)", "engine.embedded is set but engine.type is not Embedded: remove the block or set the type", nameof(EmbeddedOnlyWithItsType))]
[CelRule("self.type != 'Redis' || has(self.redis)", "engine.type is Redis: engine.redis with its urlSecretRef is needed", nameof(RedisWithItsBlock))]
public sealed record EngineSpec
{
    /// <summary>Embedded keeps the log on the worker's own volume; Redis keeps it in Redis Streams, for several workers.</summary>
    [Default("\"Embedded\"")]
    public EngineType Type { get; init; } = EngineType.Embedded;

    /// <summary>The worker's own volume; only with type Embedded.</summary>
    public EmbeddedEngine? Embedded { get; init; }

    /// <summary>The Redis server; only with type Redis.</summary>
    public RedisEngine? Redis { get; init; }

    internal bool RedisOnlyWithItsType => Type == EngineType.Redis || Redis is null;

    internal bool EmbeddedOnlyWithItsType => Type == EngineType.Embedded || Embedded is null;

    internal bool RedisWithItsBlock => Type != EngineType.Redis || Redis is not null;
}

public enum EngineType
{
    Embedded,
    Redis,
}

/// <summary>The worker's own volume.</summary>
public sealed record EmbeddedEngine
{
    /// <summary>Size of the volume that is claimed.</summary>
    [Default("\"10Gi\"")]
    [SizeRange("64Mi", "64Ti")]
    public ByteSize Size { get; init; } = ByteSize.Parse("10Gi");

    /// <summary>Storage class of the volume. Absent: the cluster's default.</summary>
    [Length(1, 253)]
    public string? StorageClassName { get; init; }

    /// <summary>True keeps the log in the pod's own scratch space: it is lost with the pod. For trials.</summary>
    [Default("false")]
    public bool Ephemeral { get; init; }
}

/// <summary>A Redis server, 6.2 or newer, with persistence switched on.</summary>
public sealed record RedisEngine
{
    /// <summary>The connection URL, redis://user:password@host:port or rediss:// for TLS.</summary>
    public required SecretKeyRef UrlSecretRef { get; init; }

    /// <summary>Streams that the log is spread over. Cannot be changed later without losing order.</summary>
    [Default("4")]
    [Range(1, 64)]
    public int Shards { get; init; } = 4;
}
