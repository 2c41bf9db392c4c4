using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Cache;

/// <summary>
/// A server of ConfigMaps in memory: a log of changes with resource versions, lists and watches over it, and a plan of faults that they meet one after the other.
/// Everything runs on the caller's thread.
/// </summary>
internal sealed class FakeSource : IListWatch<V1ConfigMap>
{
    private readonly List<WatchEvent<V1ConfigMap>> _log = [];
    private readonly Dictionary<string, V1ConfigMap> _objects = [];
    private readonly Queue<SourceFault> _faults = [];
    private readonly List<Channel<bool>> _watchers = [];
    private int _compacted;
    private int _uids;

    public int Lists { get; private set; }

    public int Watches { get; private set; }

    /// <summary>Name to UID and resource version.</summary>
    public IReadOnlyDictionary<string, (string Uid, string Version)> State =>
        _objects.ToDictionary(entry => entry.Key, entry => (entry.Value.Metadata.Uid, entry.Value.Metadata.ResourceVersion));

    public bool HasFaults => _faults.Count > 0;

    public void Plan(SourceFault fault) => _faults.Enqueue(fault);

    public void Put(string name)
    {
        var isNew = !_objects.TryGetValue(name, out var before);
        Write(isNew ? WatchEventType.Added : WatchEventType.Modified, name, isNew ? $"u{++_uids}" : before!.Metadata.Uid); // not new: it was found
    }

    public void Delete(string name)
    {
        if (_objects.TryGetValue(name, out var last))
        {
            Write(WatchEventType.Deleted, name, last.Metadata.Uid);
        }
    }

    /// <summary>Forgets the log: older versions are expired from now on.</summary>
    public void Compact() => _compacted = _log.Count;

    public Task<ListResult<V1ConfigMap>> ListAsync(CancellationToken cancellationToken)
    {
        Lists++;
        ThrowPlanned(NextFault());
        return Task.FromResult(new ListResult<V1ConfigMap>(
            [.. _objects.Values.Select(entity => new WatchEvent<V1ConfigMap> { Type = WatchEventType.Added, Metadata = entity.Metadata, Object = entity })],
            Version(_log.Count)));
    }

    public async IAsyncEnumerable<WatchEvent<V1ConfigMap>> WatchAsync(
        string resourceVersion, TimeSpan timeout, Action onBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Watches++;
        var fault = NextFault();
        ThrowPlanned(fault);
        var position = int.Parse(resourceVersion.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        if (position < _compacted)
        {
            throw new KubeApiException(Error(410, "Expired"));
        }

        onBytes();
        var wake = Channel.CreateUnbounded<bool>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
        _watchers.Add(wake);
        try
        {
            for (var sent = 0; ; sent++)
            {
                if (fault.Midstream is { } ending && sent >= fault.After)
                {
                    switch (ending)
                    {
                        case MidstreamFault.Close:
                            yield break;
                        case MidstreamFault.Break:
                            throw new IOException("reset");
                        case MidstreamFault.Silence:
                            await UntilCancelledAsync(cancellationToken);
                            break;
                        case MidstreamFault.Expire:
                            yield return new WatchEvent<V1ConfigMap> { Type = WatchEventType.Error, Error = Error(410, "Expired") };
                            yield break;
                        case MidstreamFault.Duplicate when position > 0:
                            fault = fault with { Midstream = null };
                            yield return _log[position - 1];
                            break;
                        case MidstreamFault.Bookmark:
                            fault = fault with { Midstream = null };
                            yield return new WatchEvent<V1ConfigMap> { Type = WatchEventType.Bookmark, Metadata = new V1ObjectMeta { ResourceVersion = Version(position) } };
                            break;
                    }
                }

                while (position >= _log.Count)
                {
                    await wake.Reader.ReadAsync(cancellationToken);
                }

                onBytes();
                yield return _log[position++];
            }
        }
        finally
        {
            _watchers.Remove(wake);
        }
    }

    public static ApiError Error(int code, string reason) => new() { Code = code, Reason = reason, Verb = "watch", Resource = "configmaps" };

    private static async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource();
        using var registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        await never.Task;
    }

    private static string Version(int position) => $"v{position}";

    private static void ThrowPlanned(SourceFault fault)
    {
        if (fault.Status is { } status)
        {
            throw new KubeApiException(Error(status, status == 410 ? "Expired" : "Refused"));
        }

        if (fault.ThrowsAtOnce)
        {
            throw new HttpRequestException("connection refused");
        }
    }

    private SourceFault NextFault() => _faults.TryDequeue(out var fault) ? fault : new SourceFault();

    private void Write(WatchEventType type, string name, string uid)
    {
        var metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = uid, ResourceVersion = Version(_log.Count + 1) };
        var entity = new V1ConfigMap { Metadata = metadata };
        _log.Add(new WatchEvent<V1ConfigMap> { Type = type, Metadata = metadata, Object = entity });
        if (type == WatchEventType.Deleted)
        {
            _objects.Remove(name);
        }
        else
        {
            _objects[name] = entity;
        }

        foreach (var watcher in _watchers.ToList())
        {
            watcher.Writer.TryWrite(true);
        }
    }
}
