using System.Text.Json;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Crds.WebhookDestinations;

/// <summary>Which source's events go where, and under what terms.</summary>
public sealed record WebhookDestinationSpec
{
    /// <summary>The EventSource whose events are delivered, in the same namespace.</summary>
    public required LocalRef SourceRef { get; init; }

    /// <summary>The name by which an event's "integrations" object switches this destination on or off. Absent: metadata.name.</summary>
    [Length(1, 128)]
    public string? DisplayName { get; init; }

    /// <summary>A destination sends nothing until it is switched on.</summary>
    [Default("false")]
    public bool Enabled { get; init; }

    /// <summary>What happens to events that come while the destination is disabled: Skip forgets them; Hold keeps the place in the log and delivers on enabling, within retention.</summary>
    [Default("\"Skip\"")]
    public WhileDisabled WhileDisabled { get; init; } = WhileDisabled.Skip;

    /// <summary>How requests authenticate.</summary>
    [Default("{}")]
    public AuthenticationSpec Authentication { get; init; } = new();

    /// <summary>Signs each request over the bytes that are sent. Absent: no signature.</summary>
    public SigningSpec? Signing { get; init; }

    /// <summary>Private certificate authorities and client certificates. Absent: the public ones, and none.</summary>
    public TlsSpec? Tls { get; init; }

    /// <summary>JavaScript that changes each event before its mappings. Absent: none.</summary>
    public InsertFunctionSpec? InsertFunction { get; init; }

    /// <summary>Timeouts, retries, limits and dead letters.</summary>
    [Default("{}")]
    public DeliverySpec Delivery { get; init; } = new();
}

public enum WhileDisabled
{
    Skip,
    Hold,
}

/// <summary>Signs each request over the bytes that are sent.</summary>
[CelRule("self.type != 'XSignature' || self.secretRefs.size() == 1", "X-Signature has room for one signature: name one secret", nameof(OneSecretForXSignature))]
[CelRule("self.type == 'XSignature' || self.scope == 'Body'", "signing.scope FirstEvent belongs to type XSignature", nameof(FirstEventWithXSignature))]
public sealed record SigningSpec
{
    /// <summary>XSignature is Segment's X-Signature (hex HMAC-SHA1); StandardWebhooks is webhook-id, webhook-timestamp and webhook-signature v1.</summary>
    public required SigningType Type { get; init; }

    /// <summary>The secrets: any text for XSignature, Base64 with or without "whsec_" before it for StandardWebhooks. With StandardWebhooks several while one replaces another: each signs.</summary>
    [Items(1, 4)]
    public required IReadOnlyList<SecretKeyRef> SecretRefs { get; init; }

    /// <summary>Of a batch, Body signs all of it; FirstEvent, with XSignature, its first event alone, for receivers that check it as Segment signs, which leaves the rest unprotected.</summary>
    [Default("\"Body\"")]
    public SigningScope Scope { get; init; } = SigningScope.Body;

    internal bool OneSecretForXSignature => Type != SigningType.XSignature || SecretRefs.Count == 1;

    internal bool FirstEventWithXSignature => Type == SigningType.XSignature || Scope == SigningScope.Body;
}

public enum SigningType
{
    XSignature,
    StandardWebhooks,
}

public enum SigningScope
{
    Body,
    FirstEvent,
}

/// <summary>Private certificate authorities and client certificates.</summary>
public sealed record TlsSpec
{
    /// <summary>PEM certificates that are trusted instead of the public authorities.</summary>
    public SecretKeyRef? CaSecretRef { get; init; }

    /// <summary>A Secret of type kubernetes.io/tls with the client's certificate and key.</summary>
    public LocalRef? ClientCertificateSecretRef { get; init; }
}

/// <summary>JavaScript that changes each event before its mappings: onTrack(event, settings) and its siblings.</summary>
[CelRule("has(self.source) != has(self.configMapKeyRef)", "insertFunction needs exactly one of source and configMapKeyRef", nameof(OneSource))]
public sealed record InsertFunctionSpec
{
    /// <summary>The source text.</summary>
    [Length(1, 65_536)]
    public string? Source { get; init; }

    /// <summary>A ConfigMap's key that holds the source text.</summary>
    public ConfigMapKeyRef? ConfigMapKeyRef { get; init; }

    /// <summary>The function's second argument: any object.</summary>
    [AnyObject]
    public JsonElement? Settings { get; init; }

    /// <summary>A Secret whose keys are added to the settings.</summary>
    public LocalRef? SecretSettingsRef { get; init; }

    /// <summary>How long one call may take.</summary>
    [DurationRange("10ms", "30s")]
    public Duration? Timeout { get; init; }

    internal bool OneSource => (Source is not null) != (ConfigMapKeyRef is not null);
}
