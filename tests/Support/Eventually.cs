namespace ExtensibleWebhooks.Support;

/// <summary>Waits for what other threads or processes bring about. The ceiling is against hangs only: no test may depend on how long it is.</summary>
public static class Eventually
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when the condition holds.</summary>
    /// <param name="what">For the message of a test that waited in vain.</param>
    /// <exception cref="TimeoutException">It did not within five minutes.</exception>
    public static Task TrueAsync(Func<bool> condition, string what, CancellationToken cancellationToken) =>
        TrueAsync(() => Task.FromResult(condition()), what, cancellationToken);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, CancellationToken)"/>
    public static Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken) =>
        SeenAsync(condition, holds => holds, what, cancellationToken);

    /// <summary>Looks until what is seen is as expected; returns it.</summary>
    /// <param name="what">For the message of a test that waited in vain, which also tells what was seen last.</param>
    /// <exception cref="TimeoutException">It was not within five minutes.</exception>
    public static async Task<T> SeenAsync<T>(Func<Task<T>> look, Func<T, bool> expected, string what, CancellationToken cancellationToken)
    {
        using var ceiling = new CancellationTokenSource(Ceiling, TimeProvider.System);
        while (true)
        {
            var seen = await look();
            if (expected(seen))
            {
                return seen;
            }

            if (ceiling.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {Ceiling.TotalMinutes} minutes in vain for: {what}. Seen last: {seen}");
            }

            await Task.Delay(Pace, TimeProvider.System, cancellationToken);
        }
    }
}
