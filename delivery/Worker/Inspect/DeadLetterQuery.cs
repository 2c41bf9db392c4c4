using System.Globalization;
using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The query of a request about dead letters. What is not understood is a problem, never passed over: a filter that is misread would delete too much.</summary>
internal sealed record DeadLetterQuery
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public required DeadLetterFilter Filter { get; init; }

    public long? Before { get; init; }

    public int Limit { get; init; } = DefaultLimit;

    /// <summary>All are meant, without a filter.</summary>
    public bool All { get; init; }

    /// <summary>The query; or what is wrong with it, one problem a line.</summary>
    public static (DeadLetterQuery? Query, string? Problem) Read(IQueryCollection values)
    {
        var problems = new List<string>();
        var query = new DeadLetterQuery { Filter = DeadLetterFilter.All };
        foreach (var (name, value) in values)
        {
            var texts = value.SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
            var text = value.ToString();
            if (texts.Count == 0)
            {
                problems.Add($"{name}: it has no value");
                continue;
            }

            var filter = query.Filter;
            query = name switch
            {
                "id" => query with { Filter = filter with { Ids = Numbers(name, texts, problems) } },
                "destination" => query with { Filter = filter with { Destination = text } },
                "mapping" => query with { Filter = filter with { Mapping = text } },
                "reason" => query with { Filter = filter with { Reasons = [.. texts.Select(reason => Reason(reason, problems))] } },
                "since" => query with { Filter = filter with { Since = Time(name, text, problems) } },
                "until" => query with { Filter = filter with { Until = Time(name, text, problems) } },
                "messageId" => query with { Filter = filter with { MessageId = text } },
                "webhookId" => query with { Filter = filter with { WebhookId = text } },
                "before" => query with { Before = Number(name, text, problems) },
                "limit" => query with { Limit = (int)Math.Clamp(Number(name, text, problems), 1, MaxLimit) },
                "all" => query with { All = text == "true" },
                _ => Unknown(query, name, problems),
            };
        }

        return problems.Count == 0 ? (query, null) : (null, string.Join('\n', problems));
    }

    private static IReadOnlyList<long> Numbers(string name, List<string> texts, List<string> problems)
    {
        if (texts.Count > DeadLetterFilter.MaxIds)
        {
            problems.Add($"{name}: at most {DeadLetterFilter.MaxIds} of them");
            return [];
        }

        return [.. texts.Select(text => Number(name, text, problems))];
    }

    private static long Number(string name, string text, List<string> problems)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            problems.Add($"{name}: '{text}' is no number");
        }

        return number;
    }

    private static DeadLetterReason Reason(string text, List<string> problems)
    {
        if (!Enum.TryParse<DeadLetterReason>(text, ignoreCase: true, out var reason) || !Enum.IsDefined(reason) || char.IsAsciiDigit(text[0]))
        {
            problems.Add($"reason: '{text}' is none of {string.Join(", ", Enum.GetNames<DeadLetterReason>())}");
        }

        return reason;
    }

    private static DateTimeOffset? Time(string name, string text, List<string> problems)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        problems.Add($"{name}: '{text}' is no time; write 2026-01-31T12:00:00Z");
        return null;
    }

    private static DeadLetterQuery Unknown(DeadLetterQuery query, string name, List<string> problems)
    {
        problems.Add($"{name}: there is no such parameter; there are id, destination, mapping, reason, since, until, messageId, webhookId, before, limit, all");
        return query;
    }
}
