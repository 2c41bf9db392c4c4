using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Worker.Inspect;

namespace ExtensibleWebhooks.Cli.Destinations;

/// <summary>Destinations as people read them. Pure.</summary>
internal static class DestinationText
{
    private const string Runs = "Running";

    public static string List(IReadOnlyList<DestinationFigures> destinations) => TextTable.Write(
        ["NAME", "STATE", "DELIVERED", "FAILED", "PARKED", "DEAD LETTERS", "LAG"],
        [
            .. destinations.Select(figures => new[]
            {
                figures.Name,
                figures.HeldReason?.ToString() ?? Runs,
                Shown.Number(figures.Delivered),
                Shown.Number(figures.Failed),
                Shown.Number(figures.Parked),
                Shown.Number(figures.DeadLetters),
                Shown.Number(figures.Lag),
            }),
        ]);

    public static string Show(DestinationFigures figures) => TextTable.WritePairs(
    [
        ("Name", figures.Name),
        ("State", figures.HeldReason is { } reason ? $"{reason}: {figures.Held}" : Runs),
        ("Circuit breaker", figures.CircuitBreaker.ToString()),
        ("Concurrency limit", Shown.Number(figures.ConcurrencyLimit)),
        ("In flight", Shown.Number(figures.InFlight)),
        ("Delivered", $"{Shown.Number(figures.Delivered)} since the worker started"),
        ("Failed", $"{Shown.Number(figures.Failed)} since the worker started"),
        ("Filtered", $"{Shown.Number(figures.Filtered)} since the worker started"),
        ("Parked", Shown.Number(figures.Parked)),
        ("Dead letters", Shown.Number(figures.DeadLetters)),
        ("Lag", $"{Shown.Number(figures.Lag)} events"),
        ("Oldest pending", Shown.Time(figures.OldestPending)),
        ("Last delivery", Shown.Time(figures.LastDeliveryTime)),
        ("Last error", figures.LastError is { } error ? $"{error} ({Shown.Time(figures.LastErrorTime)})" : null),
        ("Quick tries", Shown.Number(figures.Retry.QuickTries)),
        ("Then waits up to", string.Join(", ", figures.Retry.WaitSeconds.Select(Shown.Span)) + ", and so on"),
        ("Until the event is", $"{Shown.Span(figures.Retry.MaxAgeSeconds)} old"),
        ("Retry-After up to", Shown.Span(figures.Retry.MaxRetryAfterSeconds)),
    ]);
}
