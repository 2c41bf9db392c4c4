namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>
/// The states that came back to this process while they lived. A second line only: the provider takes a code once (RFC 6749 §4.1.2), whichever replica sends it.
/// Bounded; where it is full, the oldest is forgotten.
/// </summary>
internal sealed class UsedStates
{
    private const int Max = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _nonces = [];
    private readonly Queue<(string Nonce, DateTimeOffset Ends)> _inOrder = new();

    /// <summary>False: it was used before.</summary>
    public bool TryUse(string nonce, DateTimeOffset ends, DateTimeOffset now)
    {
        lock (_lock)
        {
            while (_inOrder.TryPeek(out var oldest) && (oldest.Ends <= now || _inOrder.Count >= Max))
            {
                _nonces.Remove(oldest.Nonce);
                _inOrder.Dequeue();
            }

            if (!_nonces.Add(nonce))
            {
                return false;
            }

            _inOrder.Enqueue((nonce, ends));
            return true;
        }
    }
}
