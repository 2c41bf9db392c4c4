using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Pacing;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Why a lane does not send, or does not read, for now; and the waiting until it does. After a hold or a break the lane is on probation: one delivery at a time, until one
/// succeeds. Asked for every event, so asking is cheap.
/// </summary>
internal sealed class LaneHolds(TimeProvider time, Random random)
{
    /// <summary>Over what the probation is for and the credentials in use, which are compared before either changes.</summary>
    private readonly Lock _gate = new();
    private readonly Pulse _changed = new();
    private readonly Deadline _pause = new(time);
    private readonly Probation _held = new(time, random);

    /// <summary>What the probation is for, and what stopped the lane.</summary>
    private Reported? _why;
    private Reported? _gone;

    private AuthorizationBox _authorization = new(Authorization.None);
    private LaneBreaker? _breaker;
    private long _configuration;
    private long _resumedTicks;
    private string? _functionProblem;
    private volatile bool _isRereading;
    private long _parked;

    /// <summary>1 while a delivery of a probation is under way.</summary>
    private int _probes;

    public Authorization Authorization => Volatile.Read(ref _authorization).Value;

    /// <summary>Deliveries that are parked.</summary>
    public long Parked => Volatile.Read(ref _parked);

    /// <summary>The lane reads events again that it had read before a crash, and what users have parked waits until it has.</summary>
    public bool IsRereading => _isRereading;

    /// <summary>Null when the lane runs.</summary>
    public LaneHold? Current => WhyNotSend(isProbation: true) ?? WhyNotRead();

    /// <summary>
    /// When the lane last went on after a hold, a break, a stop, or the want of credentials or of a function; now while a hold lasts, so that nothing grows too old in it; long ago without any.
    /// </summary>
    public DateTimeOffset ResumedAt => _held.IsOn ? time.GetUtcNow() : new(Volatile.Read(ref _resumedTicks), TimeSpan.Zero);

    /// <summary>Fingerprint of the OAuth 2.0 access token in use, while the receiver refuses it.</summary>
    public string? RejectedToken => _held.IsOn ? Volatile.Read(ref _why)?.Token : null;

    /// <summary>Nothing is in the way of one request more.</summary>
    public bool IsFree => !IsProbation && WhyNotSend(isProbation: false) is null;

    private bool IsProbation => _held.IsOn || Volatile.Read(ref _breaker) is { IsClosed: false };

    /// <summary>A new configuration of the destination: what stopped it is tried at once, and the breaker begins anew.</summary>
    public void Configure(long fingerprint, LaneBreaker breaker)
    {
        Volatile.Write(ref _configuration, fingerprint);
        var isBreakOver = Interlocked.Exchange(ref _breaker, breaker) is { IsClosed: false };
        var isStopOver = Interlocked.Exchange(ref _gone, null) is not null;
        _held.TryAtOnce();
        if (isBreakOver || isStopOver)
        {
            Resumed();
            return;
        }

        _changed.Set();
    }

    /// <summary>Other credentials than before are tried at once. Another token than a refused one ends that hold: what the refused one was answered says nothing about it.</summary>
    public void SetAuthorization(Authorization authorization)
    {
        lock (_gate)
        {
            var before = Authorization;
            if (authorization == before)
            {
                return;
            }

            Volatile.Write(ref _authorization, new AuthorizationBox(authorization));
            var isReplaced = RejectedToken is { } refused && authorization.Token != refused;
            if (isReplaced)
            {
                _held.End();
            }
            else
            {
                _held.TryAtOnce();
            }

            if (isReplaced || (before.Missing is not null && authorization.Missing is null))
            {
                Resumed();
                return;
            }
        }

        _changed.Set();
    }

    /// <summary>Why the destination's insert function cannot run; null when it can, or there is none.</summary>
    /// <returns>Whether that is news.</returns>
    public bool SetFunctionProblem(string? problem)
    {
        var before = Interlocked.Exchange(ref _functionProblem, problem);
        if (before is not null && problem is null)
        {
            Resumed();
        }
        else
        {
            _changed.Set();
        }

        return before != problem;
    }

    public void SetRereading(bool isRereading)
    {
        _isRereading = isRereading;
        _changed.Set();
    }

    public void AddParked(long count)
    {
        Interlocked.Add(ref _parked, count);
        if (count < 0)
        {
            _changed.Set();
        }
    }

    /// <summary>What was rendered under an earlier configuration says nothing about the one in force.</summary>
    public bool IsInForce(long fingerprint) => fingerprint == Volatile.Read(ref _configuration);

    /// <summary>The receiver asked for a pause (Retry-After): the whole lane keeps it. A shorter one does not shorten a longer one.</summary>
    public void Pause(TimeSpan asked) => _pause.Prolong(asked);

    /// <summary>The receiver answered something that pauses the lane.</summary>
    /// <returns>Whether it was running.</returns>
    public bool Hold(HoldReason reason, string text, RetrySpec retry)
    {
        lock (_gate)
        {
            return Hold(new Reported(reason, text), retry);
        }
    }

    /// <summary>The receiver refused an OAuth 2.0 access token: 401.</summary>
    /// <param name="token">Fingerprint of the one that was sent. One that is in use no more pauses nothing.</param>
    /// <param name="text">For a person.</param>
    /// <param name="retry">The destination's.</param>
    /// <returns>Whether the lane was running, and is not now.</returns>
    public bool Reject(string? token, string text, RetrySpec retry)
    {
        lock (_gate)
        {
            return IsInUse(token) && Hold(new Reported(HoldReason.CredentialsRejected, text, token), retry);
        }
    }

    /// <summary>Whether a token is the one that the next try sends.</summary>
    public bool IsInUse(string? token) => token == Authorization.Token;

    /// <summary>Nothing is sent until <see cref="Configure"/>.</summary>
    /// <returns>Whether it was running.</returns>
    public bool Stop(string text) => Interlocked.Exchange(ref _gone, new Reported(HoldReason.EndpointGone, text)) is null;

    /// <summary>A delivery failed in another way: a probation goes on.</summary>
    public void Failed(RetrySpec retry)
    {
        if (_held.IsOn)
        {
            _held.Fail(retry.InitialBackoff.Value, retry.MaxBackoff.Value);
        }
    }

    /// <summary>A delivery was answered 2xx.</summary>
    /// <param name="token">Fingerprint of the token that was sent. That an earlier one was taken says nothing about one that is refused.</param>
    public void Succeeded(string? token)
    {
        if (!_held.IsOn)
        {
            return;
        }

        lock (_gate)
        {
            if ((RejectedToken is not { } refused || refused == token) && _held.End())
            {
                Resumed();
            }
        }
    }

    /// <summary>The breaker opened, or closed.</summary>
    public void BreakerTurned(bool isClosed)
    {
        if (isClosed)
        {
            Resumed();
        }
    }

    /// <summary>Waits until requests may be sent.</summary>
    public ValueTask WaitToSendAsync(CancellationToken cancellationToken) =>
        WhyNot(isRead: false) is null ? ValueTask.CompletedTask : WaitAsync(isRead: false, cancellationToken);

    /// <summary>Waits until the lane may take further events from the log.</summary>
    public ValueTask WaitToReadAsync(CancellationToken cancellationToken) =>
        WhyNot(isRead: true) is null ? ValueTask.CompletedTask : WaitAsync(isRead: true, cancellationToken);

    /// <summary>Asks for a delivery to begin now. On probation only one is under way at once.</summary>
    /// <param name="isProbe">To be given to <see cref="End"/>.</param>
    public bool TryBegin(out bool isProbe)
    {
        isProbe = IsProbation;
        if (WhyNotSend(isProbation: false) is not null)
        {
            return false;
        }

        return !isProbe || Interlocked.CompareExchange(ref _probes, 1, 0) == 0;
    }

    /// <summary>A delivery that began has ended.</summary>
    public void End(bool isProbe)
    {
        if (isProbe)
        {
            Volatile.Write(ref _probes, 0);
            _changed.Set();
        }
    }

    private bool Hold(Reported why, RetrySpec retry)
    {
        Volatile.Write(ref _why, why);
        return _held.Fail(retry.InitialBackoff.Value, retry.MaxBackoff.Value);
    }

    private void Resumed()
    {
        Volatile.Write(ref _resumedTicks, time.GetUtcNow().UtcTicks);
        _changed.Set();
    }

    /// <param name="isProbation">Whether a probation counts while the next delivery of it may begin.</param>
    private LaneHold? WhyNotSend(bool isProbation)
    {
        if (Authorization.Missing is { } missing)
        {
            return new LaneHold(HoldReason.CredentialsMissing, missing);
        }

        if (Volatile.Read(ref _functionProblem) is { } problem)
        {
            return new LaneHold(HoldReason.FunctionUnusable, problem);
        }

        if (Volatile.Read(ref _gone) is { } gone)
        {
            return new LaneHold(gone.Reason, gone.Text);
        }

        var isUnderWay = isProbation || Volatile.Read(ref _probes) != 0;
        if (_held.IsOn && Volatile.Read(ref _why) is { } why && Wait(_held.Left, isUnderWay, out var left))
        {
            return new LaneHold(why.Reason, why.Text, left);
        }

        if (Volatile.Read(ref _breaker) is { IsClosed: false } breaker && Wait(breaker.Left, isUnderWay, out left))
        {
            return new LaneHold(HoldReason.CircuitOpen, "the receiver fails: the circuit breaker is open, and lets a single request through from time to time", left);
        }

        return _pause.IsSet && Wait(_pause.Left, false, out left) ? new LaneHold(HoldReason.Paused, "the receiver asked for a pause (Retry-After)", left) : null;
    }

    /// <summary>Whether to wait: for a time, or for the end of the delivery that is under way.</summary>
    private static bool Wait(TimeSpan time, bool isUnderWay, out TimeSpan? left)
    {
        left = time > TimeSpan.Zero ? time : null;
        return left is not null || isUnderWay;
    }

    /// <summary>A full parking holds up no rereading: that is bounded by the window, and the parking may be waiting for it.</summary>
    private LaneHold? WhyNotRead() => Parked < LaneLimits.MaxParked || IsRereading
        ? null
        : new LaneHold(HoldReason.ParkingFull, $"{LaneLimits.MaxParked} deliveries are parked; the log keeps what comes after");

    private LaneHold? WhyNot(bool isRead) => WhyNotSend(isProbation: false) ?? (isRead ? WhyNotRead() : null);

    private async ValueTask WaitAsync(bool isRead, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (WhyNot(isRead) is not { } hold)
            {
                return;
            }

            if (hold.Left is not { } left)
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(left + LaneLimits.TimerGrain, time, either.Token));
            await either.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private sealed record AuthorizationBox(Authorization Value);

    private sealed record Reported(HoldReason Reason, string Text, string? Token = null);
}
