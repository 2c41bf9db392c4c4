using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace ExtensibleWebhooks.Manager.Connecting.Pages;

/// <summary>What all pages share: one document without scripts, images or anything from elsewhere, and a policy that allows nothing but its own style.</summary>
internal static class PageFrame
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6875; --paper: #fff; --ground: #eef1f5; --line: #dbe1e8; --accent: #1f6feb; --good: #1a7f4b; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --soft: #9aa7b4; --paper: #19212b; --ground: #0e141b; --line: #2c3947; --accent: #5b9dff; --good: #56c68b; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { width: 100%; max-width: 32rem; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 8px 30px rgb(0 0 0 / 8%); overflow-wrap: anywhere; }
        header { color: var(--soft); font-size: .85rem; letter-spacing: .02em; }
        h1 { margin: .25rem 0 1rem; font-size: 1.5rem; line-height: 1.25; }
        h1.good { color: var(--good); } h1.bad { color: var(--bad); }
        p { margin: 0 0 1rem; } p:last-child { margin-bottom: 0; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .5rem 1.25rem; margin: 0 0 1.5rem; padding: 1rem 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
        dt { color: var(--soft); } dd { margin: 0; }
        @media (max-width: 28rem) { main { padding: 1.5rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .75rem; } dd:last-child { margin: 0; } }
        code { padding: .1em .35em; border-radius: 4px; background: var(--ground); font-size: .9em; }
        .actions { display: flex; flex-wrap: wrap; gap: .75rem; }
        .actions form { margin: 0; }
        .button { display: inline-block; padding: .6rem 1.25rem; border: 1px solid var(--accent); border-radius: 8px; background: var(--accent); color: var(--paper); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
        .button.plain { background: transparent; color: var(--bad); border-color: var(--line); }
        .button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
        .note { margin: 1.25rem 0 0; color: var(--soft); font-size: .9rem; }
        """;

    /// <summary>The value of Content-Security-Policy.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <param name="title">Text.</param>
    /// <param name="content">HTML, in which all text is escaped.</param>
    public static string Around(string title, string content) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{Escape(title)} · Extensible Webhooks</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <header>Extensible Webhooks</header>
        {content}
        </main>
        </body>
        </html>

        """;

    /// <summary>Text as HTML, in an element or in a quoted attribute.</summary>
    public static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
