namespace ExtensibleWebhooks.Support;

/// <summary>Waits for what other threads or processes bring about. The ceiling is against hangs only: no test may depend on how long it is.</summary>
public static class Eventually
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when the condition holds.</summary>
    /// <param name="what">For the message of a test that waited in vain.</param>
    /// <exception cref="TimeoutException">It did not within two minutes.</exception>
    public static Task TrueAsync(Func<bool> condition, string what, CancellationToken cancellationToken) =>
        TrueAsync(() => Task.FromResult(condition()), what, cancellationToken);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, CancellationToken)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        using var ceiling = new CancellationTokenSource(Ceiling, TimeProvider.System);
        while (!await condition())
        {
            if (ceiling.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {Ceiling.TotalMinutes} minutes in vain for: {what}");
            }

            await Task.Delay(Pace, TimeProvider.System, cancellationToken);
        }
    }
}
