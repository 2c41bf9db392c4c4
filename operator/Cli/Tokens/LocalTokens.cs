using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Cli.Tokens;

/// <summary>
/// Does for a run what the operator does in a cluster: each OAuth2 destination has an access token in the worker's folder, in time and after a refusal. A loop for each, so
/// that none waits for another's provider.
/// </summary>
internal sealed class LocalTokens : IAsyncDisposable
{
    private readonly LocalTokenServices _services;
    private readonly ConnectServer _connect;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();

    /// <summary>By key. Guarded by _lock.</summary>
    private readonly Dictionary<CredentialKey, (KeptToken Token, Task Loop)> _kept = [];

    public LocalTokens(LocalTokenServices services)
    {
        _services = services;
        _connect = new ConnectServer(services, Find, Wake);
    }

    /// <summary>From now on these: new ones are begun, those that are gone are let be, with their stored tokens.</summary>
    public void Follow(IReadOnlyList<LocalClient> clients)
    {
        lock (_lock)
        {
            foreach (var (key, (token, _)) in _kept.Where(kept => clients.All(client => client.Key != kept.Key)).ToList())
            {
                token.Stop();
                _kept.Remove(key);
            }

            foreach (var client in clients)
            {
                if (_kept.TryGetValue(client.Key, out var kept))
                {
                    kept.Token.Use(client);
                    continue;
                }

                var token = new KeptToken(_services, _connect, client, _ending.Token);
                _kept[client.Key] = (token, Task.Run(token.RunAsync, CancellationToken.None));
            }
        }
    }

    /// <summary>A receiver refused a token.</summary>
    /// <param name="destination">Its name.</param>
    /// <param name="fingerprint">Of the token.</param>
    public void Rejected(string destination, string fingerprint)
    {
        lock (_lock)
        {
            foreach (var (token, _) in _kept.Where(kept => kept.Key.Name == destination).Select(kept => kept.Value))
            {
                token.Reject(fingerprint);
            }
        }
    }

    /// <summary>A refresh that is under way ends first: its answer may be the only copy of the next tokens.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        List<Task> loops;
        lock (_lock)
        {
            loops = [.. _kept.Values.Select(kept => kept.Loop)];
        }

        await Task.WhenAll(loops);
        await _connect.DisposeAsync();
        _ending.Dispose();
    }

    private LocalClient? Find(CredentialKey key)
    {
        lock (_lock)
        {
            return _kept.TryGetValue(key, out var kept) ? kept.Token.Client : null;
        }
    }

    private void Wake(CredentialKey key)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(key, out var kept))
            {
                kept.Token.Wake();
            }
        }
    }
}
