using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>A rule over several fields of one object that CEL cannot say, because it does not know our durations and sizes or would cost too much.</summary>
/// <param name="On">The type of the object.</param>
/// <param name="Field">The field to blame, from the object.</param>
/// <param name="Complaint">Null for an object that is right.</param>
internal sealed record CrossFieldRule(Type On, string Field, Func<object, string?> Complaint)
{
    private static readonly ILookup<Type, CrossFieldRule> All = new[]
    {
        For<EventSourceSpec>("retention.maxSize", RetentionFitsVolume),
        For<EventSourceSpec>("workers.replicas", spec => spec.Engine.Type == EngineType.Embedded && spec.Workers.Replicas > 1
            ? $"{spec.Workers.Replicas} workers cannot share an embedded log: set 1, or 0 to pause"
            : null),
        For<IngestSpec>("maxEventBytes", spec => spec.MaxEventBytes > spec.MaxBatchBytes
            ? $"{spec.MaxEventBytes} is above maxBatchBytes, {spec.MaxBatchBytes}: an event of that size would never be accepted"
            : null),
        For<RetrySpec>("maxBackoff", spec => spec.MaxBackoff.Value < spec.InitialBackoff.Value
            ? $"{spec.MaxBackoff} is below initialBackoff, {spec.InitialBackoff}: raise it or lower initialBackoff"
            : null),
        For<StatusOverrides>("retry", StatusInTwoLists),
        For<StatusOverrides>("retry", spec => SuccessAmong(spec.Retry)),
        For<StatusOverrides>("discard", spec => SuccessAmong(spec.Discard)),
        For<StatusOverrides>("hold", spec => SuccessAmong(spec.Hold)),
        For<SigningSpec>("secretRefs", spec => Twice(spec.SecretRefs) is { } twice ? $"key {twice.Key} of Secret {twice.Name} is named twice: keep one" : null),
        For<OAuth2Authentication>("refreshParameters", spec => Twice((spec.RefreshParameters ?? []).Select(parameter => (parameter.Name, parameter.SendIn))) is { Name: { } name, SendIn: var place }
            ? $"{name} is sent twice in the {place}: keep one"
            : null),
    }.ToLookup(rule => rule.On);

    /// <summary>The rules of a type; none for most.</summary>
    public static IReadOnlyCollection<CrossFieldRule> Of(Type type) => [.. All[type]];

    private static CrossFieldRule For<T>(string field, Func<T, string?> complaint) => new(typeof(T), field, value => complaint((T)value));

    private static string? RetentionFitsVolume(EventSourceSpec spec)
    {
        var volume = (spec.Engine.Embedded ?? new EmbeddedEngine()).Size;
        return spec.Engine.Type == EngineType.Embedded && spec.Retention.MaxSize.Bytes >= volume.Bytes
            ? $"{spec.Retention.MaxSize} is not below the volume's size (engine.embedded.size), {volume}: the volume would fill before the log is trimmed; leave at least a fifth free"
            : null;
    }

    private static string? StatusInTwoLists(StatusOverrides spec)
    {
        var all = new[] { spec.Retry, spec.Discard, spec.Hold }.SelectMany(list => (list ?? []).Distinct());
        return all.GroupBy(status => status).FirstOrDefault(group => group.Count() > 1) is { } twice ? $"{twice.Key} is in two of retry, discard and hold: keep it in one" : null;
    }

    private static string? SuccessAmong(IReadOnlyList<int>? statuses) => (statuses ?? []).FirstOrDefault(status => status is >= 200 and <= 299) is not 0 and var success
        ? $"{success} says that the receiver has the webhook: it would be sent again, or counted as lost; remove it"
        : null;

    private static T? Twice<T>(IEnumerable<T> items) => items.GroupBy(item => item).Where(group => group.Count() > 1).Select(group => group.Key).FirstOrDefault();
}
