namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>Waits for what comes true. The ceiling is against hangs only; bounds that are promised are asserted by the test.</summary>
internal static class Poll
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>What the look found, once it is not null.</summary>
    /// <exception cref="TimeoutException">It stayed null.</exception>
    public static async Task<T> FindAsync<T>(string what, Func<CancellationToken, Task<T?>> look)
        where T : class
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var ceiling = new CancellationTokenSource(Ceiling, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ceiling.Token, cancelled);
        using var timer = new PeriodicTimer(Pace, TimeProvider.System);
        try
        {
            while (true)
            {
                if (await look(either.Token) is { } found)
                {
                    return found;
                }

                await timer.WaitForNextTickAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            throw new TimeoutException($"In {Ceiling.TotalSeconds:N0} s it did not come to be: {what}");
        }
    }

    /// <summary>Returns once the condition holds.</summary>
    public static Task HoldsAsync(string what, Func<CancellationToken, Task<bool>> condition) =>
        FindAsync(what, async cancellationToken => await condition(cancellationToken) ? what : null);
}
