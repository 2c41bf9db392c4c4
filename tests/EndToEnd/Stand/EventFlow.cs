namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>Events at a steady pace, until it is stopped; remembers which of them were answered with success.</summary>
internal sealed class EventFlow : IAsyncDisposable
{
    private const int Senders = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly EventSender _sender;
    private readonly Task<List<string>>[] _running;

    /// <param name="sender">Lives longer.</param>
    /// <param name="prefix">Of the ids.</param>
    public EventFlow(EventSender sender, string prefix)
    {
        _sender = sender;
        _running = [.. Enumerable.Range(0, Senders).Select(number => RunAsync($"{prefix}-{number}"))];
    }

    /// <summary>Ids that were answered with 200; the flow has ended.</summary>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _stop.CancelAsync();
        return [.. (await Task.WhenAll(_running)).SelectMany(ids => ids)];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task<List<string>> RunAsync(string prefix)
    {
        var accepted = new List<string>();
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            try
            {
                var id = $"{prefix}-{number}";
                await _sender.SendAsync(id, _stop.Token);
                accepted.Add(id);
                await Task.Delay(Pause, TimeProvider.System, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Not known to be accepted: not counted.
            }
        }

        return accepted;
    }
}
