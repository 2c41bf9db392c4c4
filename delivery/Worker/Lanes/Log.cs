using ExtensibleWebhooks.Engine.Functions;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Event ids 3400 to 3499.</summary>
internal static partial class Log
{
    [LoggerMessage(3400, LogLevel.Information, "Lane {Lane} started", EventName = "LaneStarted")]
    public static partial void LaneStarted(this ILogger logger, string lane);

    [LoggerMessage(3401, LogLevel.Information, "Lane {Lane} stopped", EventName = "LaneStopped")]
    public static partial void LaneStopped(this ILogger logger, string lane);

    [LoggerMessage(3402, LogLevel.Warning, "Lane {Lane}: its position was not committed, {Times} times: {Reason}", EventName = "CommitRefused")]
    public static partial void CommitRefused(this ILogger logger, string lane, long times, string reason);

    [LoggerMessage(3403, LogLevel.Warning, "Lane {Lane}: a delivery was not kept and is tried again, {Times} times: {Reason}", EventName = "KeepRefused")]
    public static partial void KeepRefused(this ILogger logger, string lane, long times, string reason);

    [LoggerMessage(3404, LogLevel.Debug, "Lane {Lane}: webhook {WebhookId} of mapping {Mapping} was given up ({Reason}): {Detail}", EventName = "DeliveryGivenUp")]
    public static partial void DeliveryGivenUp(this ILogger logger, string lane, string webhookId, string mapping, DeadLetters.DeadLetterReason reason, string detail);

    [LoggerMessage(3405, LogLevel.Debug, "Lane {Lane}: webhook {WebhookId} of mapping {Mapping} is parked until {NextAttemptAt}: {Detail}", EventName = "DeliveryParked")]
    public static partial void DeliveryParked(this ILogger logger, string lane, string webhookId, string mapping, DateTimeOffset nextAttemptAt, string detail);

    [LoggerMessage(3406, LogLevel.Warning, "Lane {Lane}: {Missed} events were deleted by retention before it came to them", EventName = "EventsMissed")]
    public static partial void EventsMissed(this ILogger logger, string lane, long missed);

    [LoggerMessage(3407, LogLevel.Critical, "Lane {Lane} failed and starts again", EventName = "LaneFailed")]
    public static partial void LaneFailed(this ILogger logger, Exception exception, string lane);

    [LoggerMessage(3408, LogLevel.Information, "Lane {Lane} is removed: its cursor is forgotten, the parked webhooks of {Parked} events became dead letters", EventName = "LaneRemoved")]
    public static partial void LaneRemoved(this ILogger logger, string lane, int parked);

    [LoggerMessage(3409, LogLevel.Warning, "Lane {Lane} could not be opened or removed, it is tried again: {Reason}", EventName = "LaneDelayed")]
    public static partial void LaneDelayed(this ILogger logger, string lane, string reason);

    [LoggerMessage(3410, LogLevel.Warning, "Lane {Lane}: deliveries were still under way at the end of the grace time; they are repeated after the next start", EventName = "LaneAbandoned")]
    public static partial void LaneAbandoned(this ILogger logger, string lane);

    [LoggerMessage(3411, LogLevel.Critical, "Lane {Lane}: a delivery ended by a defect; its event is not settled", EventName = "DeliveryDefect")]
    public static partial void DeliveryDefect(this ILogger logger, Exception exception, string lane);

    [LoggerMessage(3419, LogLevel.Critical, "Lane {Lane}: the try of a parked delivery ended by a defect; it waits as after any failure", EventName = "RetryDefect")]
    public static partial void RetryDefect(this ILogger logger, Exception exception, string lane);

    [LoggerMessage(3412, LogLevel.Error, "Lane {Lane}: the parking cannot be read, it is tried again: {Reason}", EventName = "ParkingUnreadable")]
    public static partial void ParkingUnreadable(this ILogger logger, string lane, string reason);

    [LoggerMessage(3413, LogLevel.Warning, "Lane {Lane}: {Count} webhooks were given up; the last one was {Reason}: {Detail}", EventName = "DeliveriesGivenUp")]
    public static partial void DeliveriesGivenUp(this ILogger logger, string lane, long count, DeadLetters.DeadLetterReason reason, string detail);

    [LoggerMessage(3490, LogLevel.Debug, "Lane {Lane}: the insert function gave {Verdict} {Detail}; console: {Console}", EventName = "FunctionTold")]
    public static partial void FunctionTold(this ILogger logger, string lane, FunctionVerdict verdict, string detail, string console);

    [LoggerMessage(3491, LogLevel.Error, "Lane {Lane} is held: {Problem}", EventName = "FunctionUnusable")]
    public static partial void FunctionUnusable(this ILogger logger, string lane, string problem);

    [LoggerMessage(3414, LogLevel.Warning, "Lane {Lane}: {Count} webhooks failed for now and were parked; the last one: {Detail}", EventName = "DeliveriesParked")]
    public static partial void DeliveriesParked(this ILogger logger, string lane, long count, string detail);

    [LoggerMessage(3415, LogLevel.Warning, "Lane {Lane}: the circuit breaker opened; the last failure: {Detail}", EventName = "BreakerOpened")]
    public static partial void BreakerOpened(this ILogger logger, string lane, string detail);

    [LoggerMessage(3416, LogLevel.Information, "Lane {Lane}: the circuit breaker closed", EventName = "BreakerClosed")]
    public static partial void BreakerClosed(this ILogger logger, string lane);

    [LoggerMessage(3417, LogLevel.Warning, "Lane {Lane} waits ({Reason}): {Text}", EventName = "LaneHeld")]
    public static partial void LaneHeld(this ILogger logger, string lane, HoldReason reason, string text);

    [LoggerMessage(3418, LogLevel.Information, "Lane {Lane} goes on", EventName = "LaneResumed")]
    public static partial void LaneResumed(this ILogger logger, string lane);
}
