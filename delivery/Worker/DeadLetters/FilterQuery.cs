using System.Globalization;
using System.Text.Json;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>
/// A filter as SQL: a clause for each thing that is set and none for the rest, so that an index can serve it. A filter's shape makes the text, its values are parameters:
/// few texts to prepare.
/// </summary>
internal sealed class FilterQuery
{
    private readonly List<string> _clauses = [];
    private readonly List<object?> _values = [];

    public FilterQuery(StoreConnection connection, DeadLetterFilter filter)
    {
        AndIn("id", filter.Ids is { } ids ? JsonSerializer.Serialize(ids) : null);
        And("destination =", filter.Destination);
        And("mapping =", filter.Mapping);
        AndIn("reason", filter.Reasons is { Count: > 0 } reasons ? JsonSerializer.Serialize(reasons.Select(reason => reason.ToString())) : null);
        And("at_ms >=", filter.Since?.ToUnixTimeMilliseconds());
        And("at_ms <", filter.Until?.ToUnixTimeMilliseconds());
        AndIn("webhook_id", filter.MessageId is { } messageId ? JsonSerializer.Serialize(MappingsOf(connection).Select(mapping => WebhookIds.Of(messageId, mapping))) : null);
        And("webhook_id =", filter.WebhookId);
    }

    /// <summary>Begins with WHERE; empty where nothing is set.</summary>
    public string Where => _clauses.Count == 0 ? "" : $"WHERE {string.Join(" AND ", _clauses)}";

    /// <summary>In the order of their parameters.</summary>
    public object?[] Values => [.. _values];

    /// <param name="comparison">A column and an operator.</param>
    /// <param name="value">Null: no clause.</param>
    public void And(string comparison, object? value)
    {
        if (value is not null)
        {
            _clauses.Add($"{comparison} {Parameter(value)}");
        }
    }

    /// <summary>A value of the statement outside of its clauses; returns the name of its parameter.</summary>
    public string Parameter(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"?{_values.Count}");
    }

    private void AndIn(string column, string? json)
    {
        if (json is not null)
        {
            _clauses.Add($"{column} IN (SELECT value FROM json_each({Parameter(json)}))");
        }
    }

    /// <summary>A dead letter holds no messageId: its webhook-id is one of those that the messageId makes with the mappings that are there.</summary>
    private static List<string> MappingsOf(StoreConnection connection)
    {
        using var reader = connection.Command("SELECT DISTINCT mapping FROM dead_letters").ExecuteReader();
        var mappings = new List<string>();
        while (reader.Read())
        {
            mappings.Add(reader.GetString(0));
        }

        return mappings;
    }
}
