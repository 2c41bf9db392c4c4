using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Events;
using ExtensibleWebhooks.Runtime.Leadership;
using ExtensibleWebhooks.Runtime.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>What an operator is made of.</summary>
internal sealed class OperatorParts
{
    public OperatorParts(IServiceProvider provider)
    {
        Options = provider.GetRequiredService<OperatorOptions>();
        Time = provider.GetRequiredService<TimeProvider>();

        // Controllers first: making them adds their handlers, and only then are the informers asked for.
        Controllers = [.. provider.GetServices<IController>()];
        var informers = provider.GetRequiredService<InformerFactory>();
        informers.Seal();
        Informers = informers.All;
        Events = provider.GetRequiredService<EventRecorder>();
        Elector = provider.GetService<LeaderElector>();
        var metrics = provider.GetRequiredService<CacheMetrics>();
        foreach (var informer in Informers)
        {
            metrics.Follow(informer.Name, () => informer.Pulse.SinceHeard);
        }
    }

    public OperatorOptions Options { get; }

    public TimeProvider Time { get; }

    public IReadOnlyList<IController> Controllers { get; }

    public IReadOnlyList<IInformer> Informers { get; }

    public EventRecorder Events { get; }

    /// <summary>Null: this process leads by itself.</summary>
    public LeaderElector? Elector { get; }
}
