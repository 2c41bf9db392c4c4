using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>A gate for each key, and what is remembered of it. A key of which there is nothing to remember costs nothing.</summary>
internal sealed class KeyStates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CredentialKey, KeyState> _states = [];

    /// <summary>How many keys something is remembered of, or somebody is in.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _states.Count;
            }
        }
    }

    /// <summary>Alone with the key until <see cref="Leave"/>.</summary>
    public async Task<KeyState> EnterAsync(CredentialKey key, CancellationToken cancellationToken)
    {
        KeyState? state;
        lock (_lock)
        {
            if (!_states.TryGetValue(key, out state))
            {
                _states[key] = state = new KeyState();
            }

            state.Users++;
        }

        try
        {
            await state.Gate.WaitAsync(cancellationToken);
            return state;
        }
        catch (OperationCanceledException)
        {
            Drop(key, state);
            throw;
        }
    }

    public void Leave(CredentialKey key, KeyState state)
    {
        state.Gate.Release();
        Drop(key, state);
    }

    private void Drop(CredentialKey key, KeyState state)
    {
        lock (_lock)
        {
            state.Users--;
            if (state is { Users: 0, IsBlank: true })
            {
                _states.Remove(key);
                state.Gate.Dispose();
            }
        }
    }
}
