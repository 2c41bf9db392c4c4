namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>
/// Lets at most so many in at once. Where there are more, groups have their turns one after another, however many of each wait: who waits as the first of its group sees at
/// most one of each other group go in before it. Within a group it is first come, first served.
/// </summary>
internal sealed class FairGate(int limit)
{
    private readonly Lock _gate = new();

    /// <summary>By group, none of them empty. Guarded by _gate, as is the rest.</summary>
    private readonly Dictionary<string, Queue<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);

    /// <summary>The groups that wait, each once.</summary>
    private readonly Queue<string> _turns = new();

    /// <summary>Positive only when nobody waits.</summary>
    private int _free = limit;

    /// <summary>Once it has returned, <see cref="Leave"/> is owed. Who is cancelled takes neither a place nor the turn of another.</summary>
    public async ValueTask EnterAsync(string group, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            if (!_waiting.TryGetValue(group, out var others))
            {
                _waiting[group] = others = new Queue<TaskCompletionSource>();
                _turns.Enqueue(group);
            }

            others.Enqueue(place);
        }

        await using var registration = cancellationToken.UnsafeRegister((_, token) => place.TrySetCanceled(token), null);
        await place.Task;
    }

    public void Leave()
    {
        lock (_gate)
        {
            while (_turns.TryDequeue(out var group))
            {
                var waiting = _waiting[group];
                var isGiven = false;
                while (!isGiven && waiting.TryDequeue(out var place))
                {
                    // Not where it was cancelled.
                    isGiven = place.TrySetResult();
                }

                if (waiting.Count > 0)
                {
                    _turns.Enqueue(group);
                }
                else
                {
                    _waiting.Remove(group);
                }

                if (isGiven)
                {
                    return;
                }
            }

            _free++;
        }
    }
}
