namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>One call, described the way RBAC and the error messages name it.</summary>
internal sealed record ApiRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>As RBAC says it.</summary>
    public required string Verb { get; init; }

    public required ApiResource Resource { get; init; }

    public string? Namespace { get; init; }

    public string? Name { get; init; }

    public string? Subresource { get; init; }

    /// <summary>Without the question mark.</summary>
    public string Query { get; init; } = "";

    public string Accept { get; init; } = "application/json";

    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Sent again after an answer or a fault that leaves open whether it was carried out.</summary>
    public bool IsIdempotent { get; init; } = true;

    /// <summary>False for a watch: the reflector has its own pace.</summary>
    public bool MayRetry { get; init; } = true;

    public bool IsWrite => Method != HttpMethod.Get;

    public string Path => $"{Resource.PathOf(Namespace, Name, Subresource)}{(Query.Length == 0 ? "" : $"?{Query}")}";

    public ApiError Fails(int code, string reason) => new()
    {
        Code = code,
        Reason = reason,
        Verb = Verb,
        Resource = Subresource is null ? Resource.ToString() : $"{Resource}/{Subresource}",
        Namespace = Namespace ?? "",
        Name = Name ?? "",
    };
}
