using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Inspection;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>A source's worker and its replays. Null everywhere: it cannot be asked now.</summary>
internal sealed class ReplayClient(WorkerClient workers, SecretReader secrets)
{
    private static readonly JsonSerializerOptions WithoutNulls = new(Json.Options) { RespectNullableAnnotations = true };

    public Task<WorkerAnswer?> TryFindAsync(EventSource source, string id, CancellationToken cancellationToken) =>
        TrySendAsync(source, HttpMethod.Get, $"replay/{id}", null, cancellationToken);

    public Task<WorkerAnswer?> TryStartAsync(EventSource source, JsonObject request, CancellationToken cancellationToken) =>
        TrySendAsync(source, HttpMethod.Post, "replay", request, cancellationToken);

    public Task<WorkerAnswer?> TryCancelAsync(EventSource source, string id, CancellationToken cancellationToken) =>
        TrySendAsync(source, HttpMethod.Delete, $"replay/{id}", null, cancellationToken);

    /// <summary>Those that the worker still knows.</summary>
    public async Task<IReadOnlyList<WorkerReplay>> ListAsync(EventSource source, CancellationToken cancellationToken) =>
        await TrySendAsync(source, HttpMethod.Get, "replay", null, cancellationToken) is { IsSuccess: true } answer ? Read<WorkerReplayPage>(answer.Body)?.Items ?? [] : [];

    /// <summary>Null where it is none.</summary>
    public static WorkerReplay? ReplayOf(WorkerAnswer answer) => answer.IsSuccess ? Read<WorkerReplay>(answer.Body) : null;

    private static T? Read<T>(string body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, WithoutNulls);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<WorkerAnswer?> TrySendAsync(EventSource source, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        secrets.Known(NamespacedName.Of(source), SourceNames.Of(source).Worker)?[WorkerConfigBuilder.InspectTokenFile] is { } token
            ? await workers.TrySendAsync(source, token, method, path, body, cancellationToken)
            : null;
}
