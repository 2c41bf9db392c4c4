using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Functions;

/// <summary>
/// Functions of all lanes share the processors: no more run at once than there are, and lanes have their turns one after another, so that one whose function is slow costs a
/// neighbour's call no more than one of its own for each place. Each runs on the thread that asks, so the host lets the thread pool have as many threads more, and requests are
/// taken and sent while all places are used.
/// </summary>
internal sealed class FunctionGate
{
    private readonly FairGate _gate = new(Environment.ProcessorCount);

    /// <summary>Runs a function, as soon as there is a place.</summary>
    /// <param name="lane">The key of the lane that asks.</param>
    /// <param name="run">The call.</param>
    /// <param name="cancellationToken">Ends the wait; the call itself has bounds of its own.</param>
    public async Task<T> RunAsync<T>(string lane, Func<T> run, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(lane, cancellationToken);
        try
        {
            return run();
        }
        finally
        {
            _gate.Leave();
        }
    }
}
