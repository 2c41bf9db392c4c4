using System.Text;
using ExtensibleWebhooks.Cli.Tokens;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>
/// What a run keeps in its data folder: an event log for each source, the config that the worker reads, the write keys that were generated, and tokens.
/// One run at a time: a second would put its config before the worker of the first.
/// </summary>
/// <param name="folder">The data folder.</param>
/// <param name="newWriteKey">Makes an unguessable write key.</param>
internal sealed class LocalState(string folder, Func<string> newWriteKey) : IDisposable
{
    private readonly PrivateFolder _root = new(folder);
    private readonly PrivateFolder _config = new(Path.Combine(folder, "config"));
    private readonly PrivateFolder _writeKeys = new(Path.Combine(folder, "write-keys"));
    private readonly Lock _publishing = new();

    /// <summary>By file: the client whose access token this run published there. Guarded by _publishing.</summary>
    private readonly Dictionary<string, string> _tokens = [];

    /// <summary>By file: the client whose access token belongs there, as of the last plan. Guarded by _publishing.</summary>
    private IReadOnlyDictionary<string, string> _clients = new Dictionary<string, string>();
    private FileStream? _lock;

    public string ConfigFolder => _config.Path;

    /// <summary>Where OAuth 2.0 tokens are kept from one run to the next.</summary>
    public string TokenFolder => Path.Combine(folder, "tokens");

    /// <summary>The event log of a source: other manifests in the same data folder do not meet its events.</summary>
    public string LogFolderOf(ObjectName source) => Path.Combine(folder, "log", FileNameOf(source.Namespace, source.Name));

    /// <summary>Under the user's state folder: $XDG_STATE_HOME, else ~/.local/state; where there is none, the local application data.</summary>
    public static string DefaultFolder()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given
            ? given
            : OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, "extensible-webhooks", "run");
    }

    /// <summary>Makes the folders and takes them.</summary>
    /// <exception cref="IOException">They cannot be made, or another run has them.</exception>
    public void Open()
    {
        _root.Create();
        _lock = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _config.Create();
        _writeKeys.Create();
    }

    /// <summary>The generated write key of a source: the same in every run with this folder.</summary>
    public string WriteKeyOf(EventSource source)
    {
        var file = FileNameOf(source.Metadata.NamespaceProperty, source.Metadata.Name);
        if (_writeKeys.Read(file) is { Length: > 0 } kept)
        {
            return Encoding.UTF8.GetString(kept);
        }

        var key = newWriteKey();
        _writeKeys.Write(file, Encoding.UTF8.GetBytes(key));
        return key;
    }

    /// <summary>Puts a plan where the worker reads it: tokens of clients that changed go, since the new config may name another receiver; then come the credentials, then the config
    /// that names them, and then old credentials go.</summary>
    public void Publish(LocalPlan plan)
    {
        lock (_publishing)
        {
            _clients = plan.Clients.ToDictionary(client => client.File, client => client.Client.Fingerprint);
            foreach (var (file, _) in _tokens.Where(token => _clients.GetValueOrDefault(token.Key) != token.Value).ToList())
            {
                _tokens.Remove(file);
                _config.Delete(file);
            }

            var config = WorkerConfigDocument.Write(plan.Config);
            foreach (var (name, bytes) in plan.Credentials.Append(KeyValuePair.Create(WorkerConfig.FileName, config)))
            {
                Write(name, bytes);
            }

            _config.Keep(plan.Credentials.Keys.Append(WorkerConfig.FileName).Concat(_tokens.Keys).ToHashSet());
        }
    }

    /// <summary>Puts an access token beside the plan, or takes it away; nothing where the plan has another client by now.</summary>
    public void PublishToken(LocalClient client, string? token)
    {
        lock (_publishing)
        {
            var file = client.File;
            if (_clients.GetValueOrDefault(file) != client.Client.Fingerprint)
            {
                return;
            }

            if (token is null)
            {
                _tokens.Remove(file);
                _config.Delete(file);
            }
            else
            {
                _tokens[file] = client.Client.Fingerprint;
                Write(file, Encoding.UTF8.GetBytes(token));
            }
        }
    }

    public void Dispose() => _lock?.Dispose();

    /// <summary>No namespace's name has a dot.</summary>
    private static string FileNameOf(string namespaceName, string name) => $"{namespaceName}.{name}";

    /// <summary>The worker is not woken for what it has.</summary>
    private void Write(string name, byte[] bytes)
    {
        if (_config.Read(name) is not { } there || !there.AsSpan().SequenceEqual(bytes))
        {
            _config.Write(name, bytes);
        }
    }
}
