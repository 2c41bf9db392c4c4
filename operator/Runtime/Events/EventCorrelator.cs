using System.Globalization;

namespace ExtensibleWebhooks.Runtime.Events;

/// <summary>
/// Decides what becomes of an event, by client-go's rules: the same again is counted; more than ten of the same reason with different messages within ten minutes
/// are folded into one; an object that causes more than a burst of 25 gets one every five minutes. Pure but for its memory; for one thread.
/// </summary>
internal sealed class EventCorrelator
{
    private const int Remembered = 4096;
    private const int MaxSimilar = 10;
    private const int Burst = 25;
    private const int MaxMessage = 1024;
    private const int MaxNameStem = 220;
    private const string Folded = "(combined from similar events): ";

    private static readonly TimeSpan SimilarWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(5);

    private readonly LruCache<string, Bucket> _buckets = new(Remembered);
    private readonly LruCache<string, Similar> _similar = new(Remembered);
    private readonly LruCache<string, EventSeries> _series = new(Remembered);
    private long _created;

    /// <summary>The event object to create (count 1) or to update, or null when the event is one too many.</summary>
    public EventSeries? Correlate(ObservedEvent observed)
    {
        if (!TakeToken(observed))
        {
            return null;
        }

        var (key, message) = Fold(observed);
        var series = _series.Get(key) is { } known
            ? known with { Count = known.Count + 1, Message = message, Last = observed.Time }
            : New(observed, message);
        _series.Set(key, series);
        return series;
    }

    /// <summary>The event object was gone (they live for an hour): what happens next starts a new one.</summary>
    public EventSeries Renew(ObservedEvent observed)
    {
        var (key, message) = KeyOf(observed, _similar.Get(SimilarKey(observed)) is { } similar && similar.Messages.Count > MaxSimilar);
        var series = New(observed, message);
        _series.Set(key, series);
        return series;
    }

    private bool TakeToken(ObservedEvent observed)
    {
        if (_buckets.Get(observed.Object) is not { } bucket)
        {
            _buckets.Set(observed.Object, bucket = new Bucket { Tokens = Burst, Filled = observed.Time });
        }

        bucket.Tokens = Math.Min(Burst, bucket.Tokens + Math.Max(0, (observed.Time - bucket.Filled) / Refill));
        bucket.Filled = observed.Time;
        if (bucket.Tokens < 1)
        {
            return false;
        }

        bucket.Tokens--;
        return true;
    }

    private (string Key, string Message) Fold(ObservedEvent observed)
    {
        var similarKey = SimilarKey(observed);
        if (_similar.Get(similarKey) is not { } similar || observed.Time - similar.Last > SimilarWithin)
        {
            _similar.Set(similarKey, similar = new Similar());
        }

        similar.Last = observed.Time;
        if (similar.Messages.Count <= MaxSimilar)
        {
            similar.Messages.Add(observed.Message);
        }

        return KeyOf(observed, similar.Messages.Count > MaxSimilar);
    }

    private static (string Key, string Message) KeyOf(ObservedEvent observed, bool isFolded) => isFolded
        ? ($"{SimilarKey(observed)}/*", Cut($"{Folded}{observed.Message}"))
        : ($"{SimilarKey(observed)}/{observed.Message}", Cut(observed.Message));

    private static string SimilarKey(ObservedEvent observed) => $"{observed.Object}/{observed.Type}/{observed.Reason}";

    private EventSeries New(ObservedEvent observed, string message)
    {
        var stem = observed.Regarding.Name.Length > MaxNameStem ? observed.Regarding.Name[..MaxNameStem] : observed.Regarding.Name;
        var suffix = (observed.Time.UtcTicks + _created++).ToString("x", CultureInfo.InvariantCulture);
        return new EventSeries($"{stem}.{suffix}", message, 1, observed.Time, observed.Time);
    }

    private static string Cut(string message) => message.Length <= MaxMessage ? message : message[..MaxMessage];

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public DateTimeOffset Filled { get; set; }
    }

    private sealed class Similar
    {
        public HashSet<string> Messages { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset Last { get; set; }
    }
}
