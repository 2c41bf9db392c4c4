using System.Text.Json;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>Makes one informer for each type that is asked for, so that all readers of a kind share one list and watch.</summary>
internal sealed class InformerFactory(ApiTransport transport, JsonSerializerOptions json, ReflectorRuntime runtime, IReadOnlyList<string> namespaces) : IListers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, IInformer> _informers = [];
    private readonly Dictionary<Type, InformerOptions> _options = [];
    private bool _sealed;

    public IReadOnlyList<IInformer> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _informers.Values];
            }
        }
    }

    public ILister<T> Of<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => Informer<T>();

    /// <summary>From now on they run: one that is asked for only now would stay empty for ever, so it is refused.</summary>
    public void Seal()
    {
        lock (_lock)
        {
            _sealed = true;
        }
    }

    /// <summary>Before the first use of the type: what of it is cached.</summary>
    public void Configure<T>(Action<InformerOptions> configure)
    {
        lock (_lock)
        {
            configure(OptionsOf_NeedsLock(typeof(T)));
        }
    }

    /// <exception cref="InvalidOperationException">Nobody declared that the kind is cached.</exception>
    public Informer<T> Informer<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_lock)
        {
            if (!_informers.TryGetValue(typeof(T), out var informer))
            {
                if (_sealed)
                {
                    throw new InvalidOperationException($"{typeof(T).Name} is not cached: call Caches<{typeof(T).Name}>() where the operator is put together");
                }

                var (resource, options) = (ApiResource.Of<T>(), OptionsOf_NeedsLock(typeof(T)));
                informer = new Informer<T>(resource, options, scope => new ListWatch<T>(transport, resource, scope, options, json), runtime);
                _informers[typeof(T)] = informer;
            }

            return (Informer<T>)informer;
        }
    }

    private InformerOptions OptionsOf_NeedsLock(Type type)
    {
        if (!_options.TryGetValue(type, out var options))
        {
            _options[type] = options = new InformerOptions { Namespaces = namespaces };
        }

        return options;
    }
}
