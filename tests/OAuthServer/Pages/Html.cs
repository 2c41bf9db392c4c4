using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.OAuthServer.Pages;

/// <summary>The frame of the server's pages, as a provider's look: plain forms, no script.</summary>
internal static class Html
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; background: #eef1f6; color: #1d2433; margin: 0; }
        main { max-width: 24rem; margin: 12vh auto; background: #fff; padding: 2rem; border-radius: 12px; box-shadow: 0 1px 4px #0003; }
        h1 { font-size: 1.3rem; margin-top: 0; }
        label { display: block; margin: 1rem 0; }
        input { display: block; box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; }
        button { padding: .6rem 1.4rem; font: inherit; border: 1px solid #2456c9; border-radius: 6px; background: #2456c9; color: #fff; }
        button.plain { background: #fff; color: #2456c9; }
        .error { color: #b3261e; }
        """;

    public static IResult Page(string title, string content, int status = 200) =>
        Results.Content(
            $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Encode(title)}</title><style>{Style}</style></head><body><main>{content}</main></body></html>",
            "text/html",
            Encoding.UTF8,
            status);

    public static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");
}
