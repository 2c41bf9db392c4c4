using ExtensibleWebhooks.Credentials.Lifecycle;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Lifecycle;

/// <summary>Three processes over one store and one provider, moved step by step.</summary>
internal sealed class KeeperWorld : IDisposable
{
    private const int Life = 60;

    private readonly AsyncLocal<Process?> _current = new();
    private readonly List<(Process Who, TaskCompletionSource Gate)> _waiting = [];
    private readonly Process[] _processes;

    public KeeperWorld()
    {
        Stand.Provider.ExpiresIn = Life;
        Stand.Connect(Life);
        _processes = [.. Enumerable.Range(0, 3).Select(_ => new Process(Stand.NewKeeper()))];
        Stand.Store.Before = async _ =>
        {
            await WaitAsync();
            return null;
        };
        Stand.Provider.Before = WaitAsync;
        Stand.Provider.After = WaitAsync;
    }

    public KeeperStand Stand { get; } = new();

    /// <summary>Somebody died, or time passed over somebody who was at it: a refresh token may then have been lost, or must be sent again.</summary>
    public bool IsExcused { get; private set; }

    /// <summary>Somebody died who was at it.</summary>
    public bool SawDeath { get; private set; }

    public async Task DoAsync(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Keep or StepKind.Report:
                Begin(_processes[step.Value], step.Kind == StepKind.Report ? Stand.Stored.Tokens.Fingerprint : null);
                break;
            case StepKind.GoOn when _waiting.Count > 0:
                GoOn(step.Value % _waiting.Count);
                break;
            case StepKind.Kill:
                SawDeath |= _processes[step.Value].Keeping is not null;
                IsExcused |= SawDeath;
                _waiting.RemoveAll(waiter => waiter.Who == _processes[step.Value]);
                _processes[step.Value].IsDead = true;
                _processes[step.Value] = new Process(Stand.NewKeeper());
                break;
            case StepKind.Advance:
                // A call gives up after ten seconds, and its token may have arrived.
                IsExcused |= _waiting.Count > 0;
                Stand.Time.Advance(TimeSpan.FromSeconds(step.Value));
                break;
        }

        await SettleAsync();
    }

    /// <summary>All go on to their ends; then, long after, another process looks.</summary>
    public async Task<CredentialState> EndAsync()
    {
        while (_waiting.Count > 0)
        {
            GoOn(0);
            await SettleAsync();
        }

        Stand.Store.Before = _ => Task.FromResult<string?>(null);
        Stand.Provider.Before = Stand.Provider.After = () => Task.CompletedTask;
        Stand.Time.Advance(RefreshPolicy.MarkLife);
        return await Stand.KeepAsync(keeper: Stand.NewKeeper());
    }

    public void Dispose() => Stand.Dispose();

    private void Begin(Process process, string? rejected)
    {
        if (process.Keeping is null)
        {
            _current.Value = process;
            process.Keeping = Stand.KeepAsync(rejected, process.Keeper);
            _current.Value = null;
        }
    }

    private void GoOn(int index)
    {
        var gate = _waiting[index].Gate;
        _waiting.RemoveAt(index);
        gate.SetResult();
    }

    private Task WaitAsync()
    {
        var process = _current.Value ?? throw new InvalidOperationException("Nobody is here.");
        if (process.IsDead)
        {
            // What a timer of the dead still calls goes no further.
            return new TaskCompletionSource().Task;
        }

        var gate = new TaskCompletionSource();
        _waiting.Add((process, gate));
        return gate.Task;
    }

    /// <summary>Until each process is at its end or waits.</summary>
    private async Task SettleAsync()
    {
        foreach (var process in _processes)
        {
            while (process.Keeping is { IsCompleted: false } && !_waiting.Exists(waiter => waiter.Who == process))
            {
                await Task.Yield();
            }

            if (process.Keeping is { IsCompleted: true } kept)
            {
                process.Keeping = null;
                Check(await kept);
            }
        }
    }

    /// <summary>What is used was stored first.</summary>
    private void Check(CredentialState state)
    {
        if (state is CredentialState.Ready { Current: var tokens })
        {
            Assert.Contains(tokens.AccessToken, Stand.Store.History);
        }
    }

    private sealed class Process(TokenKeeper keeper)
    {
        public TokenKeeper Keeper => keeper;

        public Task<CredentialState>? Keeping { get; set; }

        public bool IsDead { get; set; }
    }
}
