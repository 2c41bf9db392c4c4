using k8s.Autorest;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>Describes an exception for a log without what the client library's own exceptions carry: bodies and tokens.</summary>
public static class SafeText
{
    /// <summary>The type and message; only the type where the message may quote a body.</summary>
    public static string Of(Exception exception) => exception switch
    {
        KubeApiException api => api.Message,
        HttpOperationException http => $"{nameof(HttpOperationException)}: {(int?)http.Response?.StatusCode}",
        _ => $"{exception.GetType().Name}: {exception.Message}",
    };

    /// <summary>The exception itself, for its stack trace, unless it or what it wraps is one of the library's.</summary>
    public static Exception? Loggable(Exception? exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpOperationException)
            {
                return null;
            }
        }

        return exception;
    }
}
