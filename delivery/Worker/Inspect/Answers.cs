using System.Net.Mime;
using ExtensibleWebhooks.Crds;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>Answers of the management port: JSON for programs, a line of text for what is wrong.</summary>
internal static class Answers
{
    public static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaTypeNames.Text.Plain + "; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }

    public static Task JsonAsync<T>(HttpContext context, T value, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, Json.Options, context.RequestAborted);
    }

    /// <summary>405, with what is allowed.</summary>
    public static Task OnlyAsync(HttpContext context, string methods)
    {
        context.Response.Headers.Allow = methods;
        return TextAsync(context, StatusCodes.Status405MethodNotAllowed, $"only {methods}");
    }
}
