using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Writes the exact answers that the SDKs understand: 200 with {"success": true}, or a JSON object with code and message, and whole seconds to wait.</summary>
internal static class ReplyWriter
{
    /// <summary>SDKs wait no longer, whatever they are told.</summary>
    private const int MaxRetryAfterSeconds = 300;

    private static readonly byte[] Success = "{\"success\": true}"u8.ToArray();

    public static Task WriteAsync(HttpResponse response, Reply reply, CancellationToken cancellationToken)
    {
        response.StatusCode = StatusOf(reply.Answer);
        response.ContentType = "application/json";
        if (reply.RetryAfter is { } wait)
        {
            var seconds = (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, MaxRetryAfterSeconds);
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (reply.Answer == Answer.TooSlow)
        {
            // What is still to come of the body is not waited for (RFC 9110, 15.5.9).
            response.Headers.Connection = "close";
        }

        var body = response.StatusCode == StatusCodes.Status200OK ? Success : ErrorBody(reply);
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, cancellationToken).AsTask();
    }

    public static int StatusOf(Answer answer) => answer switch
    {
        Answer.Accepted or Answer.UnknownWriteKey => StatusCodes.Status200OK,
        Answer.Malformed or Answer.TooLarge => StatusCodes.Status400BadRequest,
        Answer.TooSlow => StatusCodes.Status408RequestTimeout,
        Answer.RateLimited => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    public static string CodeOf(Answer answer) => answer switch
    {
        Answer.Accepted => "accepted",
        Answer.UnknownWriteKey => "unknown_write_key",
        Answer.Malformed => "malformed",
        Answer.TooLarge => "too_large",
        Answer.TooSlow => "too_slow",
        Answer.RateLimited => "rate_limited",
        Answer.NotReady => "not_ready",
        Answer.Busy => "busy",
        Answer.LogFull => "log_full",
        _ => "log_failed",
    };

    private static byte[] ErrorBody(Reply reply)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("code", CodeOf(reply.Answer));
            writer.WriteString("message", reply.Message ?? "");
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
