using ExtensibleWebhooks.Runtime.Cache;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>Says what of a kind is cached, and how it can be looked up.</summary>
public sealed class CacheBuilder<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly List<(string Name, Func<T, IEnumerable<string>> ValuesOf)> _indexes = [];
    private readonly List<Action<InformerOptions>> _options = [];

    /// <summary>What metrics, probes and logs call the cache, where a second one of the same resource would have its name.</summary>
    public CacheBuilder<T> Named(string name) => With(options => options.Name = name);

    /// <summary>Only objects with these labels, as in <c>app.kubernetes.io/managed-by=me</c>.</summary>
    public CacheBuilder<T> WithLabels(string selector) => With(options => options.LabelSelector = selector);

    /// <summary>Only objects with these fields, as in <c>metadata.name=mine</c>.</summary>
    public CacheBuilder<T> WithFields(string selector) => With(options => options.FieldSelector = selector);

    /// <summary>Not the operator's namespaces but these.</summary>
    public CacheBuilder<T> InNamespaces(params IReadOnlyList<string> namespaces) => With(options => options.Namespaces = namespaces);

    /// <summary>The cluster may lack the kind; then the cache is empty until it comes.</summary>
    public CacheBuilder<T> Optional() => With(options => options.Optional = true);

    /// <summary>Files each object under some values, for <see cref="ILister{T}.ByIndex"/>.</summary>
    public CacheBuilder<T> Index(string name, Func<T, IEnumerable<string>> valuesOf)
    {
        _indexes.Add((name, valuesOf));
        return this;
    }

    internal void ApplyTo(InformerFactory informers)
    {
        informers.Configure<T>(options => _options.ForEach(configure => configure(options)));
        var informer = informers.Informer<T>();
        foreach (var (name, valuesOf) in _indexes)
        {
            informer.AddIndex(name, valuesOf);
        }
    }

    private CacheBuilder<T> With(Action<InformerOptions> configure)
    {
        _options.Add(configure);
        return this;
    }
}
