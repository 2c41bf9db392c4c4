using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Functions;

/// <summary>
/// Functions of all lanes share the processors: no more run at once than there are. Each runs on the thread that asks, so the host lets the thread pool
/// have as many threads more, and requests are taken and sent while all places are used.
/// </summary>
internal sealed class FunctionGate : IDisposable
{
    private readonly ConcurrencyGate _gate = new(Environment.ProcessorCount);

    /// <summary>Runs a function, as soon as there is a place.</summary>
    public async Task<T> RunAsync<T>(Func<T> run, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        try
        {
            return run();
        }
        finally
        {
            _gate.Leave();
        }
    }

    public void Dispose() => _gate.Dispose();
}
