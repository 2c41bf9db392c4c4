namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>A call to the API server failed; <see cref="Error"/> says how. It carries no inner exception, since the client library's hold tokens and bodies.</summary>
public sealed class KubeApiException(ApiError error) : Exception(error.ToString())
{
    /// <summary>What happened; safe to show.</summary>
    public ApiError Error { get; } = error;
}
