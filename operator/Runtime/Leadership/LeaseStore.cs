using System.Globalization;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Leadership;

/// <summary><see cref="ILeaseStore"/> on a coordination.k8s.io/v1 Lease. Needs the rights create, get and patch.</summary>
/// <param name="client">Unfenced, and without retries: the elector has its own pace.</param>
internal sealed class LeaseStore(IResourceClient client, string @namespace, string name) : ILeaseStore
{
    private const string MicroTime = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private static readonly ApiResource Leases = new("coordination.k8s.io", "v1", "leases", "Lease");

    public async Task<LeaseRecord?> ReadAsync(CancellationToken cancellationToken) =>
        await client.GetAsync<JsonObject>(Leases, @namespace, name, cancellationToken) is { } document ? RecordOf(document) : null;

    public async Task<LeaseRecord?> TryWriteAsync(LeaseRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var written = record.ResourceVersion.Length == 0
                ? await client.CreateAsync<JsonObject>(Leases, Document(record, ("name", name), ("namespace", @namespace)), cancellationToken)
                : await client.MergeAsync<JsonObject>(
                    Leases, @namespace, name, Document(record, ("resourceVersion", record.ResourceVersion)), cancellationToken);
            return RecordOf(written);
        }
        catch (KubeApiException exception) when (exception.Error.IsConflict)
        {
            return null;
        }
    }

    private static JsonObject Document(LeaseRecord record, params (string Name, string Value)[] metadata) => new()
    {
        ["metadata"] = new JsonObject(metadata.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Name, entry.Value))),
        ["spec"] = new JsonObject
        {
            ["holderIdentity"] = record.Holder,
            ["leaseDurationSeconds"] = (int)Math.Ceiling(record.Duration.TotalSeconds),
            ["acquireTime"] = TextOf(record.AcquireTime),
            ["renewTime"] = TextOf(record.RenewTime),
            ["leaseTransitions"] = record.Transitions,
        },
    };

    // Another program's Lease, or one that a chart made, may lack any of these.
    private static LeaseRecord RecordOf(JsonObject document)
    {
        var spec = document["spec"];
        return new LeaseRecord
        {
            Holder = (string?)spec?["holderIdentity"] ?? "",
            Duration = TimeSpan.FromSeconds((int?)spec?["leaseDurationSeconds"] ?? 0),
            AcquireTime = TimeOf(spec?["acquireTime"]),
            RenewTime = TimeOf(spec?["renewTime"]),
            Transitions = (int?)spec?["leaseTransitions"] ?? 0,
            ResourceVersion = (string?)document["metadata"]?["resourceVersion"] ?? "",
        };
    }

    private static string? TextOf(DateTimeOffset? time) => time?.ToUniversalTime().ToString(MicroTime, CultureInfo.InvariantCulture);

    private static DateTimeOffset? TimeOf(JsonNode? node) =>
        DateTimeOffset.TryParse((string?)node, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
