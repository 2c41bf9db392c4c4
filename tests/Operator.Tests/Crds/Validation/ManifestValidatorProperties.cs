using System.Text.Json;
using CsCheck;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Validation;

/// <summary>Whatever JSON comes, validation answers; and what it lets through can be read.</summary>
public class ManifestValidatorProperties
{
    private static readonly string[] Words =
    [
        "apiVersion", "kind", "metadata", "spec", "status", "name", "EventSource", "WebhookDestination", "WebhookMapping", ApiGroup.ApiVersion, "engine", "type", "Embedded", "Redis",
        "embedded", "redis", "size", "retention", "maxAge", "maxSize", "10Gi", "72h", "ingest", "rateLimit", "eventsPerSecond", "burst", "corsOrigins", "workers", "podTemplate",
        "labels", "tolerations", "sourceRef", "destinationRef", "authentication", "bearer", "Bearer", "tokenSecretRef", "key", "delivery", "retry", "statuses", "signing", "secretRefs",
        "trigger", "url", "headers", "data", "batching", "format", "Wrapped", "wrapKey", "deduplicationWindow", "", "\uD83D\uDE00", "__proto__", "1e999h",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(Gen.OneOf(Words).Select(word => JsonSerializer.Serialize(word)), Gen.String.Select(text => JsonSerializer.Serialize(text)), Gen.OneOf("\"\\ud800\"", "\"\\u0000\""));

    private static readonly Gen<string> Scalar = Gen.OneOf(Text, Gen.OneOf("null", "true", "false", "1e999", "-0", "1.0", "99999999999999999999"), Gen.Int.Select(number => JsonSerializer.Serialize(number)));

    private static readonly Gen<string> Document = Gen.Recursive<string>((depth, inner) => depth > 6
        ? Scalar
        : Gen.Frequency(
            (2, Scalar),
            (1, inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
            (5, Gen.Select(Text, inner).Array[0, 5].Select(members => $"{{{string.Join(',', members.Select(member => $"{member.Item1}:{member.Item2}"))}}}"))));

    [Fact]
    public void Validate_OfAnyJson_NeverThrows() => Document.Sample(json =>
    {
        var value = JsonDocument.Parse(json).RootElement;
        Assert.NotNull(ManifestValidator.Validate(value));
        ManifestValidator.ApplyDefaults(value);
    });

    [Fact]
    public void Validate_OfAnySpecOfAKind_NeverThrowsAndLetsThroughOnlyWhatCanBeRead() =>
        Gen.Select(Gen.OneOf(Kinds.All.ToArray()), Document).Sample((kind, spec) =>
        {
            var value = JsonDocument.Parse($$"""{"apiVersion": "{{ApiGroup.ApiVersion}}", "kind": "{{kind.Name}}", "metadata": {"name": "a"}, "spec": {{spec}}}""").RootElement;

            var diagnostics = ManifestValidator.Validate(value);

            Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Message == "cannot be read");
            if (diagnostics.Count == 0)
            {
                Assert.NotNull(ManifestValidator.ApplyDefaults(value).Deserialize(kind.Type, Json.Options));
            }
        });
}
