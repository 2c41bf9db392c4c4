using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;

/// <summary>Answers, good and bad.</summary>
internal static class FakeAnswers
{
    /// <summary>A Status document, as the API server refuses.</summary>
    public static async Task<bool> StatusAsync(HttpContext context, int code, string reason, int? retryAfterSeconds = null)
    {
        context.Response.StatusCode = code;
        if (retryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = $"{seconds}";
        }

        await JsonAsync(context, StatusOf(code, reason));
        return true;
    }

    public static JsonObject StatusOf(int code, string reason) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["reason"] = reason,
        ["code"] = code,
        ["message"] = "the message may quote a secret: canary-secret",
    };

    public static async Task JsonAsync(HttpContext context, JsonObject document)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(document.ToJsonString(), context.RequestAborted);
    }

    /// <summary>One line of a watch.</summary>
    public static Task LineAsync(HttpContext context, JsonObject line) => BytesAsync(context, Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));

    /// <summary>Bytes as they are, on the wire at once.</summary>
    public static async Task BytesAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
