using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Outcomes;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Outcome = ExtensibleWebhooks.Worker.Outcomes.Outcome;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>
/// Sends one webhook with a destination's settings: a try is bounded by <c>delivery.timeout</c> from its start to the end of the answer's body; a
/// try that failed for a reason that may pass at once is made again quickly. Other settings make another sender over the same transport.
/// </summary>
internal sealed class WebhookSender
{
    private readonly DestinationTransport _transport;
    private readonly SenderSettings _settings;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<SendResult> _retry;
    private readonly ResiliencePipeline<SendResult> _timeout;

    /// <summary>The last one read. A race only reads one twice.</summary>
    private SendTarget? _target;

    public WebhookSender(DestinationTransport transport, SenderSettings settings, TimeProvider time, Random random)
    {
        _transport = transport;
        _settings = settings;
        _time = time;
        _retry = new ResiliencePipelineBuilder<SendResult> { TimeProvider = time }.AddRetry(QuickRetries(random, settings.Watch)).Build();
        _timeout = new ResiliencePipelineBuilder<SendResult> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = settings.Timeout })
            .Build();
    }

    /// <summary>One try and up to <see cref="RetryWaits.QuickTries"/> quick ones more; the result is the last one's. Throws only when cancelled before an answer.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="noMoreTries">Once cancelled there are no further quick tries; the one under way goes on.</param>
    /// <param name="cancellationToken">Abandons the try under way.</param>
    public async ValueTask<SendResult> SendAsync(WebhookRequest request, CancellationToken noMoreTries, CancellationToken cancellationToken)
    {
        var tries = new Tries(request, noMoreTries);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Tries.Key, tries);
        try
        {
            var result = await _retry.ExecuteAsync(
                static (context, sender) => sender.TryAsync(context.Properties.GetValue(Tries.Key, Tries.None), context.CancellationToken), context, this);
            return tries.Count == result.Tries ? result : result with { Tries = tries.Count };
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>One try only: for deliveries whose next try has a time of its own.</summary>
    public ValueTask<SendResult> SendOnceAsync(WebhookRequest request, CancellationToken cancellationToken) =>
        TryAsync(new Tries(request, CancellationToken.None), cancellationToken);

    private static RetryStrategyOptions<SendResult> QuickRetries(Random random, ITryWatch? watch) => new()
    {
        MaxRetryAttempts = RetryWaits.QuickTries,
        ShouldHandle = arguments => ValueTask.FromResult(
            arguments.Outcome.Result is { Outcome: Outcome.Retry, RetryAfter: null, Error: not SendError.Timeout }
            && arguments.AttemptNumber < RetryWaits.QuickTries
            && !arguments.Context.Properties.GetValue(Tries.Key, Tries.None).NoMore.IsCancellationRequested
            && watch?.MayTryAgain() != false),
        DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(SendLimits.QuickBackoff * (1 << arguments.AttemptNumber) * random.NextDouble()),
    };

    private async ValueTask<SendResult> TryAsync(Tries tries, CancellationToken cancellationToken)
    {
        var authorization = _settings.Authorize();
        using var message = Prepare(tries.Request, authorization, out var error, out var problem);
        SendResult result;
        if (message is null)
        {
            result = Failure(error, problem, tries.Count, TimeSpan.Zero);
        }
        else
        {
            tries.Count++;
            var started = _time.GetTimestamp();
            try
            {
                result = await _timeout.ExecuteAsync(
                    static (state, token) => state.Sender.AnswerAsync(state.Message, state.Header, state.Wants, state.Started, token),
                    (Sender: this, Message: message, Header: authorization.Name, Wants: tries.Request.WantsAnswer, Started: started), cancellationToken);
                result = authorization.Token is { } sent ? result with { Token = sent } : result;
            }
            catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
            {
                // Whatever a receiver may have provoked is a value: one webhook must not stop its lane.
                error = SendErrors.ErrorOf(exception);
                result = Failure(error, SendErrors.DetailOf(exception, error, _settings.Timeout), tries.Count, _time.GetElapsedTime(started));
            }
        }

        if (_settings.Watch is { } watch)
        {
            await watch.TriedAsync(result);
        }

        return result;
    }

    private HttpRequestMessage? Prepare(WebhookRequest request, Authorization authorization, out SendError error, out string? problem)
    {
        var target = _target;
        if (!ReferenceEquals(target?.Target, request.Target))
        {
            _target = target = SendTarget.Read(request.Target, _transport.Policy);
        }

        (error, problem) = (target.Error, target.Problem);
        if (target.Url is null)
        {
            return null;
        }

        if (authorization.Missing is { } missing)
        {
            (error, problem) = (SendError.NoCredentials, missing);
            return null;
        }

        error = SendError.InvalidRequest;
        return HttpMessages.Create(request, target, authorization, _time.GetUtcNow(), out problem);
    }

    private async ValueTask<SendResult> AnswerAsync(HttpRequestMessage message, string secretHeader, bool wantsAnswer, long started, CancellationToken cancellationToken)
    {
        using var response = await _transport.SendAsync(message, cancellationToken);
        var status = (int)response.StatusCode;
        var outcome = OutcomeClassifier.Classify(status, _settings.Authentication, _settings.Statuses);
        var isDelivered = outcome == Outcome.Delivered;
        var secrets = isDelivered ? null : new SentSecrets(message, secretHeader);
        var answer = isDelivered && wantsAnswer ? await ResponseBody.ReadAllAsync(response.Content, cancellationToken) : default;
        var body = isDelivered && wantsAnswer ? null : await ResponseBody.ReadAsync(response.Content, keep: !isDelivered, cancellationToken);
        return new SendResult
        {
            Outcome = outcome,
            Status = status,
            Detail = isDelivered ? null : $"answered {status}",
            Headers = secrets is null ? null : AnswerHeaders.Read(response, secrets),
            Body = body is null ? null : secrets?.RedactBody(body),
            Answer = answer,
            RetryAfter = isDelivered ? null : RetryAfterHeader.Read(response.Headers, _time.GetUtcNow()),
            Elapsed = _time.GetElapsedTime(started),
        };
    }

    private static SendResult Failure(SendError error, string? detail, int tries, TimeSpan elapsed) => new()
    {
        Outcome = OutcomeClassifier.Classify(error),
        Error = error,
        Detail = detail,
        Elapsed = elapsed,
        Tries = tries,
    };
}
