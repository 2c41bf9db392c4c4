using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;

/// <summary>ConfigMaps, and the log of what happened to them. Versions look like nothing in particular: nobody may compute with them.</summary>
internal sealed class FakeObjects
{
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _log = [];
    private readonly List<string> _versions = [VersionOf(0)];
    private readonly Dictionary<string, JsonObject> _objects = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _oldest;
    private int _uids;

    public string Version
    {
        get
        {
            lock (_lock)
            {
                return _versions[^1];
            }
        }
    }

    /// <summary>Creates or changes; the event goes to those who watch.</summary>
    /// <param name="with">Changes the document before it is stored.</param>
    public JsonObject Put(string name, string @namespace = "default", Action<JsonObject>? with = null)
    {
        lock (_lock)
        {
            var isNew = !_objects.TryGetValue(name, out var before);
            var uid = isNew ? $"uid-{++_uids}" : (string?)before?["metadata"]?["uid"];
            return Write_NeedsLock(isNew ? "ADDED" : "MODIFIED", name, @namespace, uid, with);
        }
    }

    public void Delete(string name)
    {
        lock (_lock)
        {
            var metadata = _objects[name]["metadata"];
            _objects.Remove(name);
            Write_NeedsLock("DELETED", name, (string?)metadata?["namespace"] ?? "", (string?)metadata?["uid"], with: null);
            _objects.Remove(name);
        }
    }

    /// <summary>All versions before now are expired.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _oldest = _log.Count;
        }
    }

    /// <summary>The place in the log of a version, or null if it is expired or unknown.</summary>
    public int? PositionOf(string version)
    {
        lock (_lock)
        {
            var position = _versions.IndexOf(version);
            return position >= _oldest ? position : null;
        }
    }

    /// <summary>The log's line at a place, when it is there.</summary>
    public async Task<JsonObject> WaitForAsync(int position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (position < _log.Count)
                {
                    return _log[position].DeepClone().AsObject();
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public JsonObject List(string? @namespace)
    {
        lock (_lock)
        {
            var items = _objects.Values.Where(item => @namespace is null || (string?)item["metadata"]?["namespace"] == @namespace);
            return ListOf([.. items.Select(item => item.DeepClone().AsObject())], _versions[^1]);
        }
    }

    public static JsonObject ListOf(IReadOnlyList<JsonObject> items, string version, string? next = null) => new()
    {
        ["kind"] = "ConfigMapList",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = version, ["continue"] = next },
        ["items"] = new JsonArray([.. items]),
    };

    public static JsonObject Document(string name, string version, string? uid = null, string @namespace = "default") => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = @namespace,
            ["uid"] = uid ?? $"uid-of-{name}",
            ["resourceVersion"] = version,
            ["managedFields"] = new JsonArray(new JsonObject { ["manager"] = "kubectl", ["fieldsV1"] = new JsonObject { ["f:data"] = new JsonObject() } }),
        },
        ["data"] = new JsonObject { ["key"] = name },
    };

    public static JsonObject Event(string type, JsonObject document) => new() { ["type"] = type, ["object"] = document };

    private static string VersionOf(int number) => $"{(number * 7919) % 10007:x}-{number:000}-z";

    private JsonObject Write_NeedsLock(string type, string name, string @namespace, string? uid, Action<JsonObject>? with)
    {
        _versions.Add(VersionOf(_versions.Count));
        var document = Document(name, _versions[^1], uid, @namespace);
        with?.Invoke(document);
        _objects[name] = document;
        _log.Add(Event(type, document.DeepClone().AsObject()));
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
        return document;
    }
}
