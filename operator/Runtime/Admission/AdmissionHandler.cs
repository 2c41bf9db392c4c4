using System.Text.Json;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>Reads the objects of a question and asks the kind's webhook, unless there is nothing to ask.</summary>
/// <param name="webhook">What knows the kind.</param>
/// <param name="json">How objects are read: as the caches read them.</param>
internal sealed class AdmissionHandler<TEntity>(ValidationWebhook<TEntity> webhook, JsonSerializerOptions json) : IAdmissionHandler
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Not the user's part: the server's and the controllers'.</summary>
    private static readonly string[] NotAsked = ["apiVersion", "kind", "metadata", "status"];

    public ApiResource Resource { get; } = ApiResource.Of<TEntity>();

    public Task<ValidationResult> HandleAsync(AdmissionRequest request, CancellationToken cancellationToken) => (request.Operation, request.NewObject) switch
    {
        (AdmissionOperation.Create, { } document) => AskAsync(document, entity => webhook.CreateAsync(entity, request.IsDryRun, cancellationToken)),
        (AdmissionOperation.Update, { } document) when IsAboutUsersPart(document, request.OldObject) => AskAsync(
            document, entity => webhook.UpdateAsync(Read(request.OldObject, out _), entity, request.IsDryRun, cancellationToken)),
        (AdmissionOperation.Delete, _) => webhook.DeleteAsync(Read(request.OldObject, out _), request.IsDryRun, cancellationToken),
        _ => Task.FromResult(ValidationResult.Success()),
    };

    private async Task<ValidationResult> AskAsync(JsonElement document, Func<TEntity, Task<ValidationResult>> ask) =>
        Read(document, out var place) is { } entity ? await ask(entity) : webhook.Unreadable(document, place);

    private TEntity? Read(JsonElement? document, out string place)
    {
        place = "";
        try
        {
            return document?.Deserialize<TEntity>(json);
        }
        catch (JsonException exception)
        {
            place = exception.Path?.TrimStart('$', '.') ?? "";
            return null;
        }
    }

    /// <summary>An invalid object must stay deletable, and its finalizers, labels and owners changeable, whatever validation says of it today.</summary>
    private static bool IsAboutUsersPart(JsonElement document, JsonElement? before)
    {
        var isBeingDeleted = document.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty("deletionTimestamp", out var deletion) && deletion.ValueKind == JsonValueKind.String;
        return !isBeingDeleted && !(before is { } old && UsersPart(document).All(member => IsSame(member, old)) && UsersPart(old).All(member => IsSame(member, document)));
    }

    private static IEnumerable<JsonProperty> UsersPart(JsonElement document) => document.EnumerateObject().Where(member => !NotAsked.Contains(member.Name));

    private static bool IsSame(JsonProperty member, JsonElement other) =>
        other.TryGetProperty(member.Name, out var value) && JsonElement.DeepEquals(member.Value, value);
}
