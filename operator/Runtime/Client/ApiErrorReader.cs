using System.Text.Json;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>Takes the harmless parts out of a failed answer.</summary>
internal static class ApiErrorReader
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxFields = 8;
    private const int MaxTextLength = 200;

    public static async Task<ApiError> ReadAsync(ApiRequest request, HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var code = (int)response.StatusCode;
        var error = request.Fails(code, response.StatusCode.ToString()) with { RetryAfter = RetryAfterOf(response, time) };
        try
        {
            var buffer = new byte[MaxBodyBytes];
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            using var status = JsonDocument.Parse(buffer.AsMemory(0, count));
            return WithStatus(error, status.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or IOException or HttpRequestException)
        {
            // A proxy's HTML page, a cut-off answer: the HTTP status says enough.
            return error;
        }
    }

    /// <summary>Adds what a <c>Status</c> document says; also for the one inside a watch's ERROR event.</summary>
    public static ApiError WithStatus(ApiError error, JsonElement status)
    {
        if (status.ValueKind != JsonValueKind.Object)
        {
            return error;
        }

        if (status.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number))
        {
            error = error with { Code = number };
        }

        if (TextOf(status, "reason") is { Length: > 0 } reason && reason.All(char.IsAsciiLetterOrDigit))
        {
            error = error with { Reason = reason };
        }

        if (!status.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Object)
        {
            return error;
        }

        if (error.RetryAfter is null && details.TryGetProperty("retryAfterSeconds", out var seconds) && seconds.TryGetInt32(out var value) && value > 0)
        {
            error = error with { RetryAfter = TimeSpan.FromSeconds(value) };
        }

        return details.TryGetProperty("causes", out var causes) && causes.ValueKind == JsonValueKind.Array ? WithCauses(error, causes) : error;
    }

    private static ApiError WithCauses(ApiError error, JsonElement causes)
    {
        var list = causes.EnumerateArray().Take(MaxFields).ToList();
        if (list.Exists(cause => TextOf(cause, "reason") == ApiError.ResourceVersionTooLarge))
        {
            return error with { Reason = ApiError.ResourceVersionTooLarge };
        }

        return error with { Fields = [.. list.Select(cause => TextOf(cause, "field")).OfType<string>().Where(field => field.Length > 0)] };
    }

    private static string? TextOf(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: <= MaxTextLength } text
            ? text
            : null;

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var delay = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return delay is { } wait && wait < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }
}
