using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Events;

/// <summary>
/// Writes events, off the path of those who publish them. As core/v1 objects with a count: the one form that every version of Kubernetes takes, that
/// may be updated freely, and that needs no other right than create and patch on events.
/// </summary>
internal sealed class EventRecorder(string component, IResourceClient client, EventMetrics metrics, TimeProvider time, ILogger logger)
{
    private const int Capacity = 1000;

    private static readonly ApiResource Events = new("", "v1", "events", "Event");

    private readonly Channel<ObservedEvent> _channel = Channel.CreateBounded<ObservedEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly EventCorrelator _correlator = new();

    /// <summary>As <see cref="EventPublisher"/>.</summary>
    public Task PublishAsync(IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type, CancellationToken cancellationToken)
    {
        var reference = new V1ObjectReference
        {
            ApiVersion = entity.ApiVersion ?? ApiResource.Of(entity.GetType()).ApiVersion,
            Kind = entity.Kind ?? ApiResource.Of(entity.GetType()).Kind,
            NamespaceProperty = entity.Metadata.NamespaceProperty,
            Name = entity.Metadata.Name,
            Uid = entity.Metadata.Uid,
            ResourceVersion = entity.Metadata.ResourceVersion,
        };
        if (!_channel.Writer.TryWrite(new ObservedEvent(reference, reason, message, type, time.GetUtcNow())))
        {
            metrics.Dropped("full");
        }

        return Task.CompletedTask;
    }

    /// <summary>Sends what is published until cancelled; what is left then is dropped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var observed in _channel.Reader.ReadAllAsync(cancellationToken))
            {
                await WriteAsync(observed, cancellationToken);
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped; events are a courtesy.
        }
    }

    private async Task WriteAsync(ObservedEvent observed, CancellationToken cancellationToken)
    {
        if (_correlator.Correlate(observed) is not { } series)
        {
            metrics.Dropped("spam");
            return;
        }

        try
        {
            if (series.Count == 1 || !await TryUpdateAsync(observed, series, cancellationToken))
            {
                var created = series.Count == 1 ? series : _correlator.Renew(observed);
                await client.CreateAsync<JsonObject>(Events, DocumentOf(observed, created), cancellationToken);
            }

            metrics.Written();
        }
        catch (KubeApiException exception)
        {
            metrics.Dropped("failed");
            Log.EventFailed(logger, observed.Reason, exception.Error);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.Dropped("failed");
            Log.EventFaulted(logger, observed.Reason, SafeText.Of(exception));
        }
    }

    private async Task<bool> TryUpdateAsync(ObservedEvent observed, EventSeries series, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["count"] = series.Count, ["lastTimestamp"] = TextOf(series.Last), ["message"] = series.Message };
        try
        {
            await client.MergeAsync<JsonObject>(Events, NamespaceOf(observed), series.Name, patch, cancellationToken);
            return true;
        }
        catch (KubeApiException exception) when (exception.Error.IsNotFound)
        {
            return false;
        }
    }

    private JsonObject DocumentOf(ObservedEvent observed, EventSeries series)
    {
        var regarding = observed.Regarding;
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = series.Name, ["namespace"] = NamespaceOf(observed) },
            ["involvedObject"] = new JsonObject
            {
                ["apiVersion"] = regarding.ApiVersion,
                ["kind"] = regarding.Kind,
                ["namespace"] = regarding.NamespaceProperty,
                ["name"] = regarding.Name,
                ["uid"] = regarding.Uid,
                ["resourceVersion"] = regarding.ResourceVersion,
            },
            ["reason"] = observed.Reason,
            ["message"] = series.Message,
            ["type"] = observed.Type.ToString(),
            ["source"] = new JsonObject { ["component"] = component },
            ["firstTimestamp"] = TextOf(series.First),
            ["lastTimestamp"] = TextOf(series.Last),
            ["count"] = series.Count,
        };
    }

    // Events about cluster-scoped objects live in the namespace default.
    private static string NamespaceOf(ObservedEvent observed) =>
        string.IsNullOrEmpty(observed.Regarding.NamespaceProperty) ? "default" : observed.Regarding.NamespaceProperty;

    private static string TextOf(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
