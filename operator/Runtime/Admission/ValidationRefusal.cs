namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>Why something may not be done, as the API server's own validation says it.</summary>
/// <param name="Message">Everything that is wrong, for people.</param>
/// <param name="Causes">The same one by one, for programs.</param>
public sealed record ValidationRefusal(string Message, IReadOnlyList<ValidationCause> Causes)
{
    /// <summary>HTTP status that the client gets: 422 unless said otherwise.</summary>
    public int Code { get; init; } = 422;

    /// <summary>The API's word for it: Invalid unless said otherwise.</summary>
    public string Reason { get; init; } = "Invalid";
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Field">Its place, such as <c>spec.trigger</c>; empty where the whole object is meant.</param>
/// <param name="Message">What, and what to do.</param>
public sealed record ValidationCause(string Field, string Message);
