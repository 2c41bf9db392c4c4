using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Cli.Tokens;

/// <summary>What the browser shows at the end. It asks for nothing more, may not be framed, stored or embedded, and says nothing of where it was to others.</summary>
internal static class ConnectPage
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:#f4f5f7;color:#1c2330}"
        + "main{max-width:30rem;margin:1rem;padding:2rem;background:#fff;border-radius:.75rem;border-top:.35rem solid var(--tone);box-shadow:0 1px 4px #0002}"
        + "h1{margin:0 0 .5rem;font-size:1.4rem}p{margin:0;overflow-wrap:anywhere}"
        + "@media(prefers-color-scheme:dark){body{background:#14181f;color:#e6e9ef}main{background:#1f2530}}";

    public static Task ConnectedAsync(HttpResponse response, string destination) =>
        WriteAsync(response, StatusCodes.Status200OK, "#1a7f4b", "Connected", $"{destination} has its tokens, and what waited is sent. You can close this page.");

    /// <param name="response">400.</param>
    /// <param name="message">Plain text.</param>
    public static Task FailedAsync(HttpResponse response, string message) => WriteAsync(response, StatusCodes.Status400BadRequest, "#b3261e", "Not connected", message);

    public static Task NotFoundAsync(HttpResponse response) => WriteAsync(response, StatusCodes.Status404NotFound, "#6b7280", "Not here", "Open the link that webhooks run printed.");

    private static Task WriteAsync(HttpResponse response, int status, string tone, string title, string message)
    {
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        var text = HtmlEncoder.Default.Encode(message);
        return response.WriteAsync(
            $$"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{title}} - Extensible Webhooks</title><style>:root { --tone: {{tone}} } {{Style}}</style></head>
            <body><main><h1>{{title}}</h1><p>{{text}}</p></main></body>
            </html>

            """);
    }
}
