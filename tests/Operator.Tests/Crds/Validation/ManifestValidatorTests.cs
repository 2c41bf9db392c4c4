using System.Text.Json;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Validation;

public class ManifestValidatorTests
{
    public static TheoryData<string, string> ValidSpecs => new()
    {
        { "EventSource", "{}" },
        { "EventSource", """{"engine": {"embedded": {"size": "1Gi"}}, "retention": {"maxSize": "512Mi"}, "workers": {"replicas": 0}}""" },
        { "EventSource", """{"ingest": {"rateLimit": {"eventsPerSecond": 10}}, "deduplicationWindow": "0s"}""" },
        { "EventSource", """{"ingest": null, "retention": {"maxAge": null}}""" },
        { "WebhookDestination", """{"authentication": {"type": "Bearer", "bearer": {"tokenSecretRef": {"name": "a", "key": "b"}}}}""" },
        { "WebhookDestination", """{"delivery": {"timeout": "1m30s", "retry": {"initialBackoff": "1s", "maxBackoff": "1s"}}}""" },
        { "WebhookMapping", """{"url": {"@path": "$.properties.callback"}, "headers": {"X-Id": {"@path": "$.messageId"}}, "data": [1, null]}""" },
        { "WebhookMapping", """{"batching": {"format": "Wrapped", "wrapKey": "events"}}""" },
        { "WebhookReplay", """{"deadLetters": {"reasons": ["Rejected", "RetriesExhausted"], "since": "2026-01-31T12:00:00Z", "until": "2026-01-31T14:00:00.5+01:00"}}""" },
        { "WebhookReplay", """{"deadLetters": null, "events": {"since": "2026-01-31T12:00:00Z"}, "dryRun": true}""" },
    };

    /// <summary>Kind, change of the spec, where, and a part of what is said.</summary>
    public static TheoryData<string, string, string, string> InvalidSpecs => new()
    {
        // The shape of a field.
        { "WebhookMapping", """{"trigerr": "all"}""", "spec.trigerr", "did you mean trigger?" },
        { "WebhookMapping", """{"X y": 1}""", "spec[\"X y\"]", "no such field" },
        { "WebhookMapping", """{"trigger": null}""", "spec.trigger", "is missing" },
        { "WebhookMapping", """{"trigger": ""}""", "spec.trigger", "is empty" },
        { "WebhookMapping", """{"trigger": true}""", "spec.trigger", "is true or false, and must be a text; write it in quotes" },
        { "WebhookMapping", """{"batching": {"format": "jsonarray"}}""", "spec.batching.format", "\"jsonarray\" is none of JsonArray, NdJson, Wrapped (did you mean JsonArray?)" },
        { "WebhookMapping", """{"enabled": "true"}""", "spec.enabled", "write it without quotes" },
        { "WebhookMapping", """{"headers": ["a"]}""", "spec.headers", "is a list, and must be an object" },
        { "WebhookMapping", """{"destinationRef": "crm"}""", "spec.destinationRef", "is a text, and must be an object with name" },
        { "WebhookMapping", """{"batching": {"maxSize": 4001}}""", "spec.batching.maxSize", "4001 must be a whole number from 1 to 4000" },
        { "WebhookMapping", """{"batching": {"maxSize": 1.5}}""", "spec.batching.maxSize", "1.5 must be a whole number" },
        { "WebhookMapping", """{"batching": {"maxBytes": "4 MB"}}""", "spec.batching.maxBytes", "\"4 MB\" is not a size such as" },
        { "WebhookMapping", """{"batching": {"maxBytes": "128MB"}}""", "spec.batching.maxBytes", "1KB to 64MB" },
        { "WebhookMapping", """{"batching": {"maxBytes": 4000000}}""", "spec.batching.maxBytes", "a number, and must be a size" },
        { "WebhookDestination", """{"delivery": {"timeout": "10 seconds"}}""", "spec.delivery.timeout", "\"10 seconds\" is not a duration such as" },
        { "WebhookDestination", """{"delivery": {"timeout": "1s\n"}}""", "spec.delivery.timeout", "is not a duration" },
        { "WebhookDestination", """{"delivery": {"timeout": "1h"}}""", "spec.delivery.timeout", "100ms to 5m" },
        { "WebhookDestination", """{"authentication": {"type": "Bearer", "bearer": {"tokenSecretRef": {"name": "a", "key": "b c"}}}}""", "spec.authentication.bearer.tokenSecretRef.key", "a key of a Secret" },
        { "EventSource", """{"workers": {"podTemplate": {"labels": {"a": 1}}}}""", "spec.workers.podTemplate.labels.a", "must be a text" },
        { "EventSource", """{"workers": {"podTemplate": {"tolerations": [1]}}}""", "spec.workers.podTemplate.tolerations[0]", "must be an object" },

        { "WebhookReplay", """{"deadLetters": {"since": "yesterday"}}""", "spec.deadLetters.since", "\"yesterday\" is not a time such as 2026-01-31T12:00:00Z" },
        { "WebhookReplay", """{"deadLetters": {"since": "2026-01-31T12:00:00"}}""", "spec.deadLetters.since", "is not a time" },
        { "WebhookReplay", """{"deadLetters": {"since": "2026-02-30T12:00:00Z"}}""", "spec.deadLetters.since", "is not a time" },
        { "WebhookReplay", """{"deadLetters": {"since": 1769860800}}""", "spec.deadLetters.since", "and must be a t" },
        { "WebhookReplay", """{"deadLetters": {"reasons": ["rejected"]}}""", "spec.deadLetters.reasons[0]", "did you mean Rejected?" },
        { "WebhookReplay", """{"ratePerSecond": 0}""", "spec.ratePerSecond", "0 must be a whole number from 1 to 10000" },
        { "WebhookReplay", """{"deadLetters": null, "events": {"trigger": "all"}}""", "spec.events.since", "is missing" },

        // Several fields of an object.
        { "WebhookReplay", """{"deadLetters": null}""", "spec", "set exactly one of them" },
        { "WebhookReplay", """{"events": {"since": "2026-01-31T12:00:00Z"}}""", "spec", "set exactly one of them" },
        { "WebhookReplay", """{"deadLetters": {"since": "2026-01-31T12:00:00Z", "until": "2026-01-31T12:00:00Z"}}""", "spec.deadLetters", "until must be later than since" },
        { "WebhookReplay", """{"deadLetters": null, "events": {"since": "2026-01-31T12:00:00+01:00", "until": "2026-01-31T11:00:00Z"}}""", "spec.events", "until must be later than since" },
        { "EventSource", """{"engine": {"embedded": {"size": "1Gi"}}}""", "spec.retention.maxSize", "8Gi is not below the volume's size" },
        { "EventSource", """{"workers": {"replicas": 2}}""", "spec.workers.replicas", "2 workers cannot share an embedded log" },
        { "EventSource", """{"ingest": {"maxBatchBytes": 2048, "maxEventBytes": 4096}}""", "spec.ingest.maxEventBytes", "above maxBatchBytes" },
        { "EventSource", """{"engine": {"redis": {"urlSecretRef": {"name": "a", "key": "b"}}}}""", "spec.engine", "engine.type is not Redis" },
        { "WebhookDestination", """{"delivery": {"retry": {"initialBackoff": "10s", "maxBackoff": "1s"}}}""", "spec.delivery.retry.maxBackoff", "1s is below initialBackoff, 10s" },
        { "WebhookDestination", """{"delivery": {"retry": {"statuses": {"retry": [404], "hold": [404]}}}}""", "spec.delivery.retry.statuses.retry", "404 is in two" },
        { "WebhookDestination", """{"delivery": {"retry": {"statuses": {"retry": [204]}}}}""", "spec.delivery.retry.statuses.retry", "204 says that the receiver has the webhook" },
        { "WebhookDestination", """{"delivery": {"retry": {"statuses": {"discard": [404, 202]}}}}""", "spec.delivery.retry.statuses.discard", "202 says that the receiver has the webhook" },
        { "WebhookDestination", """{"delivery": {"retry": {"statuses": {"hold": [299]}}}}""", "spec.delivery.retry.statuses.hold", "299 says that the receiver has the webhook" },
        { "WebhookDestination", """{"authentication": {"type": "Bearer"}}""", "spec.authentication", "belongs to type Bearer" },
        { "WebhookDestination", """{"signing": {"type": "XSignature", "secretRefs": [{"name": "a", "key": "b"}, {"name": "a", "key": "b"}]}}""", "spec.signing.secretRefs", "named twice" },
        { "WebhookDestination", """{"signing": {"type": "XSignature", "secretRefs": [{"name": "a", "key": "b"}, {"name": "a", "key": "c"}]}}""", "spec.signing", "room for one signature" },
        { "WebhookDestination", """{"signing": {"type": "StandardWebhooks", "scope": "FirstEvent", "secretRefs": [{"name": "a", "key": "b"}]}}""", "spec.signing", "belongs to type XSignature" },
        { "WebhookMapping", """{"batching": {"format": "Wrapped"}}""", "spec.batching", "wrapKey belongs to format Wrapped" },
    };

    [Theory]
    [MemberData(nameof(ValidSpecs))]
    public void Validate_OfAValidDocument_SaysNothing(string kind, string spec) =>
        Assert.Empty(ManifestValidator.Validate(Samples.Manifest(kind, spec)));

    [Theory]
    [MemberData(nameof(InvalidSpecs))]
    public void Validate_OfAnInvalidDocument_SaysWhereAndWhat(string kind, string spec, string path, string message)
    {
        var diagnostics = ManifestValidator.Validate(Samples.Manifest(kind, spec));

        var diagnostic = Assert.Single(diagnostics, diagnostic => diagnostic.Path == path && diagnostic.Kind == DiagnosticKind.Invalid);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OfSeveralErrors_SaysThemAllAtOnce()
    {
        var manifest = Samples.Manifest("EventSource", """{"ingest": {"maxBatchBytes": 2048}, "engine": {"type": "embeded"}, "retention": {"maxAge": 72}, "wokers": {}}""");

        var paths = ManifestValidator.Validate(manifest).Select(diagnostic => diagnostic.Path);

        Assert.Equal(["spec.engine.type", "spec.ingest.maxEventBytes", "spec.retention.maxAge", "spec.wokers"], paths.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"name": "Crm"}""", "metadata.name", "lower-case letters")]
    [InlineData("""{"nmae": "crm"}""", "metadata.nmae", "did you mean name?")]
    [InlineData("{}", "metadata.name", "is missing")]
    [InlineData("""{"name": "crm", "labels": {"a": true}}""", "metadata.labels.a", "write it in quotes")]
    public void Validate_OfMetadata_SaysWhereAndWhat(string metadata, string path, string message)
    {
        var diagnostics = ManifestValidator.Validate(Samples.Manifest("WebhookDestination", metadata: metadata));

        Assert.Contains(message, Assert.Single(diagnostics, diagnostic => diagnostic.Path == path).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"apiVersion": "webhooks.extensible.dev/v1alpha1", "kind": "WebhookMaping"}""", "kind", "did you mean WebhookMapping?")]
    [InlineData("""{"apiVersion": "webhooks.extensible.dev/v1", "kind": "EventSource", "metadata": {"name": "a"}}""", "apiVersion", "is not webhooks.extensible.dev/v1alpha1")]
    [InlineData("[]", "", "is a list: a manifest is an object")]
    [InlineData("""{"kind": "\ud800"}""", "", "not Unicode")]
    public void Validate_OfADocumentThatIsNoneOfOurs_SaysSo(string json, string path, string message)
    {
        var diagnostics = ManifestValidator.Validate(JsonDocument.Parse(json).RootElement);

        Assert.Contains(diagnostics, diagnostic => diagnostic.Path == path && diagnostic.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_OfAMemberWrittenTwice_SaysSo()
    {
        var manifest = JsonDocument.Parse("""{"apiVersion": "webhooks.extensible.dev/v1alpha1", "kind": "EventSource", "metadata": {"name": "a"}, "spec": {"ingest": {}, "ingest": {}}}""").RootElement;

        Assert.Equal("spec.ingest: is written twice: keep one", Assert.Single(ManifestValidator.Validate(manifest)).ToString());
    }

    [Fact]
    public void Validate_OfAHostileDocument_ReportsABoundedNumber()
    {
        var members = string.Join(',', Enumerable.Range(0, 1000).Select(number => $"\"{new string('x', 200)}{number}\": 0"));

        var diagnostics = ManifestValidator.Validate(Samples.Manifest("EventSource", $"{{{members}}}"));

        Assert.Equal(101, diagnostics.Count);
        Assert.Equal("900 more problems are not shown", diagnostics[^1].ToString());
        Assert.All(diagnostics, diagnostic => Assert.InRange(diagnostic.ToString().Length, 1, 300));
    }

    [Fact]
    public void Validate_OfASecretInTheWrongPlace_DoesNotRepeatIt()
    {
        const string Secret = "s3cr3t with blanks";
        var manifest = Samples.Manifest("WebhookDestination", """
            {"authentication": {"type": "Bearer", "bearer": {"tokenSecretRef": {"name": "a", "key": "SECRET"}, "prefix": "SECRET"}}, "sourceRef": "SECRET"}
            """.Replace("SECRET", Secret, StringComparison.Ordinal));

        var diagnostics = ManifestValidator.Validate(manifest);

        Assert.Equal(3, diagnostics.Count);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.ToString().Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>The defaults stand twice, in the attributes and in the initialisers: both say the same, down to the last object that an initialiser makes.</summary>
    [Fact]
    public void ApplyDefaults_OfAnEmptySpec_WritesWhatTheInitialisersHave()
    {
        Assert.Equal(Json(Samples.Typed<EventSource>().Spec), Json(Defaulted<EventSource>().Spec));
        Assert.Equal(Json(Samples.Typed<WebhookDestination>().Spec), Json(Defaulted<WebhookDestination>().Spec));
        Assert.Equal(Json(Samples.Typed<WebhookMapping>().Spec), Json(Defaulted<WebhookMapping>().Spec));
        Assert.Equal("""{"type":"Embedded"}""", Json(Defaulted<EventSource>().Spec.Engine));

        static T Defaulted<T>() =>
            ManifestValidator.ApplyDefaults(Samples.Manifest(typeof(T).Name)).Deserialize<T>(ExtensibleWebhooks.Crds.Json.Options) ?? throw new InvalidOperationException("null");

        static string Json<T>(T value) => JsonSerializer.Serialize(value, ExtensibleWebhooks.Crds.Json.Options);
    }

    [Fact]
    public void ApplyDefaults_OfNulls_DropsThemOrWritesTheDefault()
    {
        var defaulted = ManifestValidator.ApplyDefaults(Samples.Manifest("WebhookMapping", """{"batching": {"maxSize": null, "wrapKey": null, "maxWait": "2s"}}"""));

        Assert.Equal("""{"maxWait":"2s","enabled":false,"maxSize":1000,"maxBytes":"4MB","format":"JsonArray"}""", defaulted.GetProperty("spec").GetProperty("batching").GetRawText());
    }

    [Fact]
    public void ShapeValidation_OfTypedObjects_SaysTheSame()
    {
        Assert.Empty(ShapeValidation.Validate(Samples.Typed<EventSource>()));
        Assert.Empty(ShapeValidation.Validate(Samples.Typed<WebhookDestination>()));
        Assert.Empty(ShapeValidation.Validate(Samples.Typed<WebhookMapping>()));

        var diagnostics = ShapeValidation.Validate(Samples.Typed<WebhookDestination>("""{"delivery": {"timeout": "soon"}, "authentication": {"type": "Bearer"}}"""));

        Assert.Equal(["spec.authentication", "spec.delivery.timeout"], diagnostics.Select(diagnostic => diagnostic.Path).Order(StringComparer.Ordinal));
    }
}
