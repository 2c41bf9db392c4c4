using System.Globalization;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Stores;

/// <summary>A store for tests of what is above it: it can fail, or hold a call up, and counts.</summary>
internal sealed class MemoryTokenStore : ITokenStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CredentialKey, (StoredTokens Stored, string Version)> _contents = [];
    private int _versions;

    /// <summary>Before each call, with its name: may wait, or answer with a problem that the call then has; null: it goes on.</summary>
    public Func<string, Task<string?>> Before { get; set; } = _ => Task.FromResult<string?>(null);

    /// <summary>After a write that was done: may wait, or answer with a problem, so that its caller does not know.</summary>
    public Func<StoredTokens, Task<string?>> AfterWrite { get; set; } = _ => Task.FromResult<string?>(null);

    /// <summary>Access tokens that were ever stored.</summary>
    public HashSet<string> History { get; } = [];

    /// <summary>What is there; null: nothing.</summary>
    public StoredTokens? this[CredentialKey key]
    {
        get
        {
            lock (_lock)
            {
                return _contents.TryGetValue(key, out var content) ? content.Stored : null;
            }
        }
    }

    /// <summary>Puts it there, whatever was.</summary>
    public void Put(CredentialKey key, StoredTokens stored)
    {
        lock (_lock)
        {
            _contents[key] = (stored, NextVersion());
            History.Add(stored.Tokens.AccessToken);
        }
    }

    public async Task<TokenReading> ReadAsync(CredentialKey key, CancellationToken cancellationToken)
    {
        if (await Before("read") is { } problem)
        {
            return new TokenReading.Unavailable(problem);
        }

        lock (_lock)
        {
            return _contents.TryGetValue(key, out var content) ? new TokenReading.Found(content.Stored, content.Version) : new TokenReading.Nothing();
        }
    }

    public async Task<TokenWriting> WriteAsync(CredentialKey key, StoredTokens content, string? expectedVersion, CancellationToken cancellationToken)
    {
        if (await Before("write") is { } problem)
        {
            return new TokenWriting.Unavailable(problem);
        }

        string version;
        lock (_lock)
        {
            if ((_contents.TryGetValue(key, out var current) ? current.Version : null) != expectedVersion)
            {
                return new TokenWriting.Conflict();
            }

            version = NextVersion();
            _contents[key] = (content, version);
            History.Add(content.Tokens.AccessToken);
        }

        return await AfterWrite(content) is { } lost ? new TokenWriting.Unavailable(lost) : new TokenWriting.Stored(version);
    }

    public async Task<string?> DeleteAsync(CredentialKey key, CancellationToken cancellationToken)
    {
        if (await Before("delete") is { } problem)
        {
            return problem;
        }

        lock (_lock)
        {
            _contents.Remove(key);
        }

        return null;
    }

    private string NextVersion() => (++_versions).ToString(CultureInfo.InvariantCulture);
}
