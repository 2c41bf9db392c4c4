namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>All of a webhook but its body. Webhooks with the same target share the instance where they can.</summary>
internal sealed record WebhookTarget
{
    /// <summary>As on the wire: POST, PUT, PATCH.</summary>
    public required string Method { get; init; }

    /// <summary>As the mapping resolved it; what is no absolute http or https URL is <see cref="Outcomes.Outcome.NotSendable"/>. A user and password in it become Basic authentication.</summary>
    public required string Url { get; init; }

    /// <summary>The mapping's headers without Content-Type, each name once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Of the body; not sent without one.</summary>
    public string? ContentType { get; init; }

    /// <summary>By value, the headers too: what a batch shares.</summary>
    public bool Equals(WebhookTarget? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Method == other.Method && Url == other.Url && ContentType == other.ContentType && Headers.SequenceEqual(other.Headers));

    public override int GetHashCode() => HashCode.Combine(Method, Url, ContentType, Headers.Count);
}
