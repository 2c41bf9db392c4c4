namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>
/// Why a call failed, with nothing in it that could be a secret: no body, no header, no server message (which may quote the object).
/// </summary>
public sealed record ApiError
{
    /// <summary>The HTTP status; 0 when no answer came (connection, TLS, timeout).</summary>
    public required int Code { get; init; }

    /// <summary>The server's machine-readable reason (<c>NotFound</c>, <c>Conflict</c>, …), or ours when no answer came.</summary>
    public required string Reason { get; init; }

    /// <summary>As RBAC says it: get, list, watch, create, update, patch, delete.</summary>
    public required string Verb { get; init; }

    /// <summary>As kubectl names it, with the subresource if any: <c>statefulsets.apps/status</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>Empty for a cluster-scoped kind or for all namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Empty for a collection.</summary>
    public string Name { get; init; } = "";

    /// <summary>The fields that the server named as causes (a rejected spec), at most eight paths; never their values.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>What the server asked for in <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The object is not there, or the kind is not served.</summary>
    public bool IsNotFound => Code == 404;

    /// <summary>Somebody else wrote first, or it exists already.</summary>
    public bool IsConflict => Code == 409;

    /// <summary>The resource version asked for is too old (or newer than this server knows): list again.</summary>
    public bool IsExpired => Code == 410 || Reason is "Expired" or "Gone" or ResourceVersionTooLarge;

    internal const string ResourceVersionTooLarge = "ResourceVersionTooLarge";

    /// <summary>One line for a log, a condition or an event.</summary>
    public override string ToString()
    {
        var key = new NamespacedName(Namespace, Name).ToString();
        var fields = Fields.Count == 0 ? "" : $" at {string.Join(", ", Fields)}";
        return $"{Verb} {Resource}{(key.Length == 0 ? "" : $" {key}")}: {(Code == 0 ? Reason : $"{Code} {Reason}")}{fields}";
    }
}
