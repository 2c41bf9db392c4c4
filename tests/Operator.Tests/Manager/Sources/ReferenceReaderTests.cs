using System.Text;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Sources;

/// <summary>What is fetched, what is kept, and what is let go.</summary>
public abstract class ReferenceReaderTests<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly NamespacedName Source = new("shop", "web");

    private readonly Store<MetadataOf<T>> _cache = new();
    private readonly Server _server = new();
    private readonly ReferenceReader<T> _reader;

    protected ReferenceReaderTests() => _reader = ReaderOver(_server, _cache);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Value_IsFetchedOnceForEachVersion()
    {
        Put("a", "1", "one");

        Assert.Equal(["one", "one"], [await ReadAsync("a"), await ReadAsync("a", "a")]);
        Assert.Equal(1, _server.Asked);
        Put("a", "2", "two");
        Assert.Equal("two", await ReadAsync("a"));
        Assert.Equal(2, _server.Asked);
    }

    [Fact]
    public async Task Name_ThatTheCacheDoesNotKnow_IsAskedForNeverAndThereNot()
    {
        Assert.Null(await ReadAsync("a"));
        Assert.Equal(0, _server.Asked);
    }

    [Fact]
    public async Task Value_ThatIsReferredToNoLonger_OrWhoseSourceIsGone_IsKeptNoLonger()
    {
        Put("a", "1", "one");
        Put("b", "1", "one");
        await ReadAsync("a", "b");

        await ReadAsync("a");
        Assert.Equal((true, false), (_reader.Known(Source, "a") is not null, _reader.Known(Source, "b") is not null));
        _reader.Forget(Source);

        Assert.Null(_reader.Known(Source, "a"));
        await ReadAsync("a");
        Assert.Equal(3, _server.Asked);
    }

    [Fact]
    public async Task Value_JustWritten_CountsBeforeTheCacheHasHeardOfIt()
    {
        _reader.Remember(Source, Holding(Named("a", "5"), "written"));
        _server.Objects["a"] = Holding(Named("a", "5"), "written");

        Assert.Equal("written", await ReadAsync("a"));
        Hear("a", "5");
        var asked = _server.Asked;
        Assert.Equal("written", await ReadAsync("a"));
        Assert.Equal(asked, _server.Asked);
    }

    private protected abstract ReferenceReader<T> ReaderOver(IResourceClient client, ILister<MetadataOf<T>> cache);

    private protected abstract T Holding(V1ObjectMeta metadata, string value);

    private static V1ObjectMeta Named(string name, string version) => new() { NamespaceProperty = Source.Namespace, Name = name, ResourceVersion = version };

    private void Put(string name, string version, string value)
    {
        _server.Objects[name] = Holding(Named(name, version), value);
        Hear(name, version);
    }

    private void Hear(string name, string version) => _cache.Set(new NamespacedName(Source.Namespace, name), new MetadataOf<T> { Metadata = Named(name, version) });

    /// <summary>The value of the first of them.</summary>
    private async Task<string?> ReadAsync(params string[] names) =>
        (await _reader.ReadAsync(Source, names, Ending)).GetValueOrDefault(names[0])?["key"] is { } value ? Encoding.UTF8.GetString(value) : null;

    private sealed class Server : NoClient
    {
        public Dictionary<string, T> Objects { get; } = [];

        public int Asked { get; private set; }

        public override Task<TObject?> GetAsync<TObject>(ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
            where TObject : class
        {
            Asked++;
            return Task.FromResult((TObject?)(object?)Objects.GetValueOrDefault(name));
        }
    }
}
