using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Pacing;
using ExtensibleWebhooks.Worker.Sending;
using Polly;
using Polly.CircuitBreaker;
using Outcome = ExtensibleWebhooks.Worker.Outcomes.Outcome;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Polly's circuit breaker, which judges by the results that it is told; who waits meanwhile is the lane's affair. A result after the break's end is that of a probe: it closes
/// the breaker, or opens it for another break.
/// </summary>
internal sealed class LaneBreaker
{
    private readonly ResiliencePipeline<SendResult> _pipeline;
    private readonly Deadline _break;

    /// <param name="spec">Within the bounds of its fields.</param>
    /// <param name="time">Of its sampling and its breaks.</param>
    /// <param name="changed">Called with whether it is closed now.</param>
    public LaneBreaker(CircuitBreakerSpec spec, TimeProvider time, Action<bool> changed)
    {
        _break = new Deadline(time);

        // Polly ends its break by the time of day: one that is set back would leave it open for as long, deaf to the probes.
        _pipeline = new ResiliencePipelineBuilder<SendResult> { TimeProvider = new SteadyClock(time) }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<SendResult>
            {
                FailureRatio = spec.FailureRatio,
                MinimumThroughput = spec.MinimumThroughput,
                SamplingDuration = spec.SamplingDuration.Value,
                BreakDuration = spec.BreakDuration.Value,
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result is { } result && IsFailure(result)),
                OnOpened = arguments =>
                {
                    _break.Set(arguments.BreakDuration);
                    changed(false);
                    return default;
                },
                OnClosed = _ =>
                {
                    _break.Clear();
                    changed(true);
                    return default;
                },
            })
            .Build();
    }

    public bool IsClosed => !_break.IsSet;

    /// <summary>How long the break takes yet; zero once it is time for a probe, or while it is closed.</summary>
    public TimeSpan Left => _break.Left;

    /// <summary>A request was answered, or was not. What ends during a break is not counted.</summary>
    public async ValueTask ReportAsync(SendResult result)
    {
        var context = ResilienceContextPool.Shared.Get();
        try
        {
            await _pipeline.ExecuteOutcomeAsync(static (_, result) => ValueTask.FromResult(Polly.Outcome.FromResult(result)), context, result);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The endpoint is in trouble: no answer, 408, 429, 5xx. What it merely does not want (4xx, 501, 505, what the destination discards) shows that it works.</summary>
    private static bool IsFailure(SendResult result) =>
        result.Outcome == Outcome.Retry && (result.Error != SendError.None || result.Status is 408 or 429 or >= 500);
}
