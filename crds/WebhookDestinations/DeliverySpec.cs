using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Crds.WebhookDestinations;

/// <summary>Timeouts, retries, limits and dead letters.</summary>
public sealed record DeliverySpec
{
    /// <summary>Longest time from the start of a request to the end of its answer. Segment's 10 s is the default.</summary>
    [Default("\"10s\"")]
    [DurationRange("100ms", "5m")]
    public Duration Timeout { get; init; } = Duration.Parse("10s");

    /// <summary>When and how long a failed delivery is tried again.</summary>
    [Default("{}")]
    public RetrySpec Retry { get; init; } = new();

    /// <summary>How many requests are sent a second. Absent: no limit.</summary>
    public RequestRateLimit? RateLimit { get; init; }

    /// <summary>How many requests are under way at once.</summary>
    [Default("{}")]
    public ConcurrencySpec Concurrency { get; init; } = new();

    /// <summary>Stops sending to an endpoint that fails, and probes it. Absent: the defaults of its fields.</summary>
    public CircuitBreakerSpec? CircuitBreaker { get; init; }

    /// <summary>
    /// None delivers as fast as it can; PerUser keeps the order of each userId, else anonymousId: while one of a user's webhooks is tried again, its later ones wait, and those of other users go on.
    /// </summary>
    [Default("\"None\"")]
    public Ordering Ordering { get; init; } = Ordering.None;

    /// <summary>How long and how many failed deliveries are kept.</summary>
    [Default("{}")]
    public DeadLettersSpec DeadLetters { get; init; } = new();
}

public enum Ordering
{
    None,
    PerUser,
}

/// <summary>When and how long a failed delivery is tried again: full-jitter exponential, doubling from initialBackoff to maxBackoff, until maxAge after the event was received.</summary>
public sealed record RetrySpec
{
    /// <summary>Age of the event after which a failing delivery becomes a dead letter. Segment's 4 h is the default.</summary>
    [Default("\"4h\"")]
    [DurationRange("0s", "720h")]
    public Duration MaxAge { get; init; } = Duration.Parse("4h");

    /// <summary>Upper bound of the first wait.</summary>
    [Default("\"1s\"")]
    [DurationRange("10ms", "1h")]
    public Duration InitialBackoff { get; init; } = Duration.Parse("1s");

    /// <summary>Upper bound of every wait.</summary>
    [Default("\"5m\"")]
    [DurationRange("10ms", "24h")]
    public Duration MaxBackoff { get; init; } = Duration.Parse("5m");

    /// <summary>Longest Retry-After that is honoured. 0s ignores the header.</summary>
    [Default("\"1h\"")]
    [DurationRange("0s", "24h")]
    public Duration MaxRetryAfter { get; init; } = Duration.Parse("1h");

    /// <summary>Statuses whose outcome differs from the table of outcomes.</summary>
    public StatusOverrides? Statuses { get; init; }
}

/// <summary>Statuses whose outcome differs from the table of outcomes.</summary>
public sealed record StatusOverrides
{
    /// <summary>Statuses that are tried again.</summary>
    [Items(0, 100)]
    [Range(100, 599)]
    public IReadOnlyList<int>? Retry { get; init; }

    /// <summary>Statuses that become dead letters at once.</summary>
    [Items(0, 100)]
    [Range(100, 599)]
    public IReadOnlyList<int>? Discard { get; init; }

    /// <summary>Statuses that pause the destination until a probe succeeds.</summary>
    [Items(0, 100)]
    [Range(100, 599)]
    public IReadOnlyList<int>? Hold { get; init; }
}

/// <summary>A token bucket over requests.</summary>
public sealed record RequestRateLimit
{
    /// <summary>Requests a second in the long run.</summary>
    [Range(1, 1_000_000)]
    public required int RequestsPerSecond { get; init; }

    /// <summary>Requests at once after a quiet time. Absent: as many as a second brings.</summary>
    [Range(1, 1_000_000)]
    public int? Burst { get; init; }
}

/// <summary>How many requests are under way at once.</summary>
public sealed record ConcurrencySpec
{
    /// <summary>Most requests at once, per worker.</summary>
    [Default("64")]
    [Range(1, 4096)]
    public int Max { get; init; } = 64;

    /// <summary>Lets the worker find the best number between 1 and max by latency and answers. Absent: true.</summary>
    public bool? Adaptive { get; init; }
}

/// <summary>Stops sending to an endpoint that fails, and probes it.</summary>
public sealed record CircuitBreakerSpec
{
    /// <summary>Share of failures that opens the breaker, from 0.01 to 1.</summary>
    [Default("0.9")]
    [Fraction("0.01", "1")]
    public double FailureRatio { get; init; } = 0.9;

    /// <summary>Fewest requests in the sampling time before the share counts.</summary>
    [Default("20")]
    [Range(2, 100_000)]
    public int MinimumThroughput { get; init; } = 20;

    /// <summary>Time over which the share is taken.</summary>
    [Default("\"30s\"")]
    [DurationRange("500ms", "1h")]
    public Duration SamplingDuration { get; init; } = Duration.Parse("30s");

    /// <summary>Time that the breaker stays open before it probes.</summary>
    [Default("\"30s\"")]
    [DurationRange("500ms", "1h")]
    public Duration BreakDuration { get; init; } = Duration.Parse("30s");
}

/// <summary>How long and how many failed deliveries are kept; the oldest go first, and are counted.</summary>
public sealed record DeadLettersSpec
{
    /// <summary>Age at which a dead letter is deleted.</summary>
    [Default("\"168h\"")]
    [DurationRange("1m", "8760h")]
    public Duration MaxAge { get; init; } = Duration.Parse("168h");

    /// <summary>Most dead letters of this destination. 0 keeps none.</summary>
    [Default("100000")]
    [Range(0, 10_000_000)]
    public int MaxCount { get; init; } = 100_000;
}
