using CsCheck;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Sending;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

/// <summary>
/// Everything that makes a lane wait, coming and going in any order, against a model of facts and times: what the lane says of itself, what may begin, who is woken, and from when deliveries
/// count how long they are tried.
/// </summary>
public class LaneHoldsProperties
{
    private const int Break = 5;

    /// <summary>Waits lie between half and the whole of their bound; here always in the middle.</summary>
    private const double MiddleOfTheRange = 0.75;

    private static readonly RetrySpec Retry = new() { InitialBackoff = Duration.Parse("2s"), MaxBackoff = Duration.Parse("20s") };

    private static readonly CircuitBreakerSpec Breaking = new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 2,
        SamplingDuration = Duration.Parse("1h"),
        BreakDuration = Duration.Parse($"{Break}s"),
    };

    private static readonly SendResult Success = new() { Outcome = Outcome.Delivered, Status = 200 };
    private static readonly SendResult Failure = new() { Outcome = Outcome.Retry, Status = 503 };

    private static readonly Gen<(Act Act, int Number)> Steps = Gen.Select(Gen.Enum<Act>(), Gen.Int[0, 7]);

    private enum Act
    {
        /// <summary>The credential file is missing, or has this credential.</summary>
        Credential,

        /// <summary>The insert function can run, or not.</summary>
        Function,

        /// <summary>The destination changed.</summary>
        Configure,

        /// <summary>A Retry-After.</summary>
        Pause,

        /// <summary>An answer that holds.</summary>
        Hold,

        /// <summary>410.</summary>
        Stop,

        /// <summary>Another failure.</summary>
        Fail,

        /// <summary>2xx.</summary>
        Succeed,

        /// <summary>The breaker is told two failures.</summary>
        Break,

        /// <summary>The breaker is told a success.</summary>
        Mend,

        /// <summary>A delivery asks whether it may begin.</summary>
        Begin,

        /// <summary>A delivery that began ends.</summary>
        End,

        /// <summary>Deliveries are parked, or leave the parking.</summary>
        Park,

        /// <summary>The lane reads again what it had read, or has done so.</summary>
        Reread,

        /// <summary>Time goes by.</summary>
        Wait,
    }

    [Fact]
    public Task Holds_UnderAnySteps_DoAsTheirModel() => Gen.Select(Steps.Array[0, 50], Steps).SampleAsync(
        async (steps, last) =>
        {
            var run = new Run();
            foreach (var step in steps)
            {
                await run.DoAsync(step);
                run.Check();
            }

            await run.DoWhileSomebodyWaitsAsync(last);
        },
        iter: 5_000,
        threads: 1);

    /// <summary>What waited for a day, because of what only an edit mends, is not given up at its first failure for its age.</summary>
    [Fact]
    public async Task Deliveries_ThatWaitedForAnEdit_BeginTheirTimeAnew()
    {
        var time = new FakeTimeProvider();
        var holds = new LaneHolds(time, new Middle());
        LaneBreaker Breaker() => new(Breaking, time, holds.BreakerTurned);
        holds.Configure(1, Breaker());
        holds.Stop("answered 410");
        time.Advance(TimeSpan.FromDays(1));
        var breaker = Breaker();
        holds.Configure(2, breaker);
        Assert.Equal(time.GetUtcNow(), holds.ResumedAt);

        await breaker.ReportAsync(Failure);
        await breaker.ReportAsync(Failure);
        time.Advance(TimeSpan.FromDays(1));
        holds.Configure(3, Breaker());
        Assert.Equal(time.GetUtcNow(), holds.ResumedAt);

        holds.SetFunctionProblem("does not compile");
        time.Advance(TimeSpan.FromDays(1));
        holds.SetFunctionProblem(null);
        Assert.Equal(time.GetUtcNow(), holds.ResumedAt);
    }

    private sealed class Run
    {
        private readonly FakeTimeProvider _time = new();
        private readonly LaneHolds _holds;
        private readonly List<bool> _underWay = [];
        private LaneBreaker _breaker;

        /// <summary>The model: what is so, and until when. Null: it is not so.</summary>
        private int _credential = 1;
        private bool _isFunctionBroken;
        private bool _isGone;
        private DateTimeOffset? _heldUntil;
        private int _holdsInARow;
        private DateTimeOffset? _brokenUntil;
        private DateTimeOffset _pausedUntil;
        private bool _isRereading;
        private long _parked;

        /// <summary>When the lane last began to send again.</summary>
        private DateTimeOffset _resumed;

        public Run()
        {
            _holds = new LaneHolds(_time, new Middle());
            _holds.SetAuthorization(Of(1));
            _breaker = new LaneBreaker(Breaking, _time, _holds.BreakerTurned);
            _holds.Configure(0, _breaker);
        }

        private DateTimeOffset Now => _time.GetUtcNow();

        private bool IsOnProbation => _heldUntil is not null || _brokenUntil is not null;

        private bool MaySend => _credential > 0 && !_isFunctionBroken && !_isGone && Now >= _pausedUntil
            && !(_heldUntil > Now) && !(_brokenUntil > Now) && !(IsOnProbation && _underWay.Contains(true));

        private bool MayRead => MaySend && (_parked < LaneLimits.MaxParked || _isRereading);

        private HoldReason? Reason => this switch
        {
            { _credential: 0 } => HoldReason.CredentialsMissing,
            { _isFunctionBroken: true } => HoldReason.FunctionUnusable,
            { _isGone: true } => HoldReason.EndpointGone,
            { _heldUntil: not null } => HoldReason.Held,
            { _brokenUntil: not null } => HoldReason.CircuitOpen,
            _ when _pausedUntil > Now => HoldReason.Paused,
            { _parked: >= LaneLimits.MaxParked, _isRereading: false } => HoldReason.ParkingFull,
            _ => null,
        };

        public async Task DoAsync((Act Act, int Number) step)
        {
            switch (step)
            {
                case (Act.Credential, var credential):
                    SetCredential(credential % 3);
                    break;
                case (Act.Function, var number):
                    SetFunction(number % 2 == 0);
                    break;
                case (Act.Configure, var number):
                    Configure(number);
                    break;
                case (Act.Pause, var seconds):
                    _holds.Pause(TimeSpan.FromSeconds(seconds));
                    _pausedUntil = Later(_pausedUntil, Now.AddSeconds(seconds));
                    break;
                case (Act.Hold, _):
                    Assert.Equal(_heldUntil is null, _holds.Hold(HoldReason.Held, "answered 402", Retry));
                    Failed();
                    break;
                case (Act.Stop, _):
                    Assert.Equal(!_isGone, _holds.Stop("answered 410"));
                    _isGone = true;
                    break;
                case (Act.Fail, _):
                    _holds.Failed(Retry);
                    if (_heldUntil is not null)
                    {
                        Failed();
                    }

                    break;
                case (Act.Succeed, _):
                    _holds.Succeeded(null);
                    Resume(_heldUntil is not null);
                    (_heldUntil, _holdsInARow) = (null, 0);
                    break;
                case (Act.Break, _):
                    await _breaker.ReportAsync(Failure);
                    await _breaker.ReportAsync(Failure);
                    _brokenUntil = _brokenUntil > Now ? _brokenUntil : Now.AddSeconds(Break);
                    break;
                case (Act.Mend, _) when _brokenUntil is { } until:
                    await _breaker.ReportAsync(Success);
                    Resume(until <= Now);
                    _brokenUntil = until <= Now ? null : until;
                    break;
                case (Act.Begin, _):
                    Assert.Equal(MaySend, _holds.TryBegin(out var isProbe));
                    if (MaySend)
                    {
                        Assert.Equal(IsOnProbation, isProbe);
                        _underWay.Add(isProbe);
                    }

                    break;
                case (Act.End, var number) when _underWay.Count > 0:
                    var which = number % _underWay.Count;
                    _holds.End(_underWay[which]);
                    _underWay.RemoveAt(which);
                    break;
                case (Act.Park, var number):
                    Park(number);
                    break;
                case (Act.Reread, var number):
                    _isRereading = number % 2 == 0;
                    _holds.SetRereading(_isRereading);
                    break;
                case (Act.Wait, var seconds):
                    _time.Advance(TimeSpan.FromSeconds(seconds));
                    break;
            }
        }

        public void Check()
        {
            Assert.Equal(Reason, _holds.Current?.Reason);
            Assert.Equal(!IsOnProbation && MaySend, _holds.IsFree);
            Assert.Equal(_heldUntil is not null ? Now : _resumed, _holds.ResumedAt);
            Assert.Equal(_parked, _holds.Parked);
            Assert.InRange(_underWay.Count(isProbe => isProbe), 0, 1);
        }

        /// <summary>Who waits goes on when the step lets him, and not before.</summary>
        public async Task DoWhileSomebodyWaitsAsync((Act Act, int Number) step)
        {
            using var enough = new CancellationTokenSource();
            Task[] waiting = [_holds.WaitToSendAsync(enough.Token).AsTask(), _holds.WaitToReadAsync(enough.Token).AsTask()];
            var before = (MaySend, MayRead);
            await DoAsync(step);
            foreach (var (task, mayGoOn) in waiting.Zip([before.MaySend || MaySend, before.MayRead || MayRead]))
            {
                Assert.True(mayGoOn ? await CompletesAsync(task, step.Act == Act.Wait) : !task.IsCompleted, $"{step}: {mayGoOn}, {Reason}");
            }

            await enough.CancelAsync();
            await Task.WhenAny(Task.WhenAll(waiting));
        }

        /// <param name="task">Who waits.</param>
        /// <param name="isByTime">Woken by an alarm, which may have been set a moment too late for the time that went by.</param>
        private async Task<bool> CompletesAsync(Task task, bool isByTime)
        {
            for (var look = 0; look < 1000 && !task.IsCompleted; look++)
            {
                _time.Advance(isByTime ? LaneLimits.TimerGrain : TimeSpan.Zero);
                await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
            }

            return task.IsCompletedSuccessfully;
        }

        private static Authorization Of(int credential) => credential == 0 ? new Authorization("there is no token", null) : new Authorization(null, $"Bearer {credential}");

        private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

        private void SetCredential(int credential)
        {
            _holds.SetAuthorization(Of(credential));
            if (credential == _credential)
            {
                return;
            }

            Resume(_credential == 0);
            _credential = credential;
            TryAtOnce();
        }

        private void SetFunction(bool isBroken)
        {
            Assert.Equal(isBroken != _isFunctionBroken, _holds.SetFunctionProblem(isBroken ? "does not compile" : null));
            Resume(_isFunctionBroken && !isBroken);
            _isFunctionBroken = isBroken;
        }

        private void Configure(int number)
        {
            _breaker = new LaneBreaker(Breaking, _time, _holds.BreakerTurned);
            _holds.Configure(number, _breaker);
            Assert.True(_holds.IsInForce(number));
            Resume(_isGone || _brokenUntil is not null);
            (_isGone, _brokenUntil) = (false, null);
            TryAtOnce();
        }

        private void Park(int number)
        {
            var count = number % 2 == 0 ? LaneLimits.MaxParked / 2 : -Math.Min(_parked, LaneLimits.MaxParked / 2);
            _holds.AddParked(count);
            _parked += count;
        }

        /// <summary>The bound doubles; a failure before its end is one of a delivery that was under way.</summary>
        private void Failed()
        {
            if (!(_heldUntil > Now))
            {
                _heldUntil = Now.AddSeconds(Math.Min(20, 2 * Math.Pow(2, _holdsInARow++)) * MiddleOfTheRange);
            }
        }

        private void TryAtOnce()
        {
            _holdsInARow = 0;
            _heldUntil = _heldUntil is null ? null : Now;
        }

        private void Resume(bool isOver) => _resumed = isOver ? Now : _resumed;
    }

    private sealed class Middle : Random
    {
        public override double NextDouble() => 0.5;
    }
}
