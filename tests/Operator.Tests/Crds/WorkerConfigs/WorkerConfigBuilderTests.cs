using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Crds.WorkerConfigs;

public class WorkerConfigBuilderTests
{
    private static readonly JsonSerializerOptions Indented = new(Json.Options) { WriteIndented = true };

    /// <summary>What an operator of today tells a worker of today: a change here needs a thought for the worker of yesterday.</summary>
    [Fact]
    public void Build_OfOneOfEverything_IsTheGoldenDocument()
    {
        var plan = Build([("crm", ["orders", "users"])]);

        var golden = File.ReadAllText(RepositoryRoot.At("tests", "Operator.Tests", "Crds", "WorkerConfigs", "Cases", "one-of-everything.json"));
        Assert.Equal(golden.TrimEnd(), JsonSerializer.Serialize(plan.Config, Indented));
        Assert.Equal(
            [
                new CredentialFile("write-key", new SecretKeyRef { Name = "shop-write-key", Key = "writeKey" }, "spec.writeKeySecretRef"),
                new CredentialFile("token.crm", new SecretKeyRef { Name = "crm-token", Key = "token" }, "spec.authentication.bearer.tokenSecretRef"),
            ],
            plan.Files);
    }

    [Fact]
    public void Build_OfTheSameObjectsInAnotherOrder_IsTheSameDocument()
    {
        var forwards = Build([("a", ["1", "2"]), ("b", []), ("c", ["3"])]);
        var backwards = Build([("c", ["3"]), ("b", []), ("a", ["2", "1"])]);

        Assert.Equal(WorkerConfigDocument.Write(forwards.Config), WorkerConfigDocument.Write(backwards.Config));
        Assert.Equal(forwards.Files, backwards.Files);
    }

    [Fact]
    public void Build_OfARateLimitWithoutBurst_AllowsASecondsWorth()
    {
        var source = Samples.Typed<EventSource>("""{"ingest": {"rateLimit": {"eventsPerSecond": 50}}}""");

        var ingest = WorkerConfigBuilder.Build(source, [], []).Config.Ingest;

        Assert.Equal((50, 50), (ingest.EventsPerSecond, ingest.Burst));
    }

    [Fact]
    public void Read_OfWhatWriteWrote_IsTheSameConfig()
    {
        var document = WorkerConfigDocument.Write(Build([("crm", ["orders", "users"])]).Config);

        var reading = WorkerConfigDocument.Read(document);

        Assert.Empty(reading.Diagnostics);
        Assert.NotNull(reading.Config);
        Assert.Equal(document, WorkerConfigDocument.Write(reading.Config));
    }

    private static WorkerConfigPlan Build(IEnumerable<(string Destination, string[] Mappings)> objects)
    {
        var source = Samples.Typed<EventSource>();
        (source.Metadata.Name, source.Metadata.NamespaceProperty) = ("shop", "default");
        return WorkerConfigBuilder.Build(source, [.. objects.Select(pair => (Destination(pair.Destination), pair.Mappings.Select(Mapping)))], []);
    }

    private static WebhookDestination Destination(string name)
    {
        var destination = Samples.Typed<WebhookDestination>("""{"enabled": true, "displayName": "CRM", "authentication": {"type": "Bearer", "bearer": {"tokenSecretRef": {"name": "crm-token", "key": "token"}}}}""");
        (destination.Metadata.Name, destination.Metadata.Uid) = (name, "5ee3b1ad-2a0b-4b49-8b3c-0242ac120002");
        return destination;
    }

    private static WebhookMapping Mapping(string name)
    {
        var mapping = Samples.Typed<WebhookMapping>("""{"enabled": true, "headers": {"X-Tenant": {"@path": "$.context.groupId"}}, "data": {"order": {"@path": "$.properties.orderId"}, "größe": "<ü>", "big": 12345678901234567890}}""");
        mapping.Metadata.Name = name;
        return mapping;
    }
}
