using System.Globalization;
using System.Text;
using static ExtensibleWebhooks.Manager.Connecting.Pages.PageFrame;

namespace ExtensibleWebhooks.Manager.Connecting.Pages;

/// <summary>The two pages, as HTML.</summary>
internal static class ConnectPages
{
    /// <param name="view">What is shown.</param>
    /// <param name="start">Path and query behind Connect.</param>
    /// <param name="disconnect">Path that Disconnect posts the link to.</param>
    /// <param name="linkField">Name of the form's field.</param>
    public static string Of(ConnectionView view, string start, string disconnect, string linkField)
    {
        var content = new StringBuilder();
        content.Append(CultureInfo.InvariantCulture, $"""
            <h1{(view.IsConnected ? " class=\"good\"" : "")}>{(view.IsConnected ? "Connected" : "Connect")}: {Escape(view.Title)}</h1>
            <p>{(view.IsConnected
                ? "Webhooks of this destination are sent with the access that was granted, and those that waited go out now. It is kept fresh by itself: you may close this page."
                : "Webhooks of this destination wait until somebody grants access. Nothing is lost meanwhile.")}</p>
            <dl>
            <dt>Destination</dt><dd><code>{Escape(view.Destination)}</code></dd>
            <dt>Provider</dt><dd><code>{Escape(view.Provider)}</code></dd>
            <dt>Access asked for</dt><dd>{(view.Scopes.Count == 0 ? "the provider’s default" : string.Join(" ", view.Scopes.Select(scope => $"<code>{Escape(scope)}</code>")))}</dd>

            """);
        if (view.IsConnected)
        {
            content.Append(CultureInfo.InvariantCulture, $"<dt>This token ends</dt><dd>{(view.ExpiresAt is { } end ? Escape(TimeText(end)) : "the provider did not say")}</dd>\n");
        }

        content.Append(CultureInfo.InvariantCulture, $"""
            </dl>
            <div class="actions">
            <a class="button" href="{Escape(start)}">{(view.IsConnected ? "Connect again" : "Connect")}</a>

            """);
        if (view.IsConnected)
        {
            content.Append(CultureInfo.InvariantCulture, $"""
                <form method="post" action="{Escape(disconnect)}"><input type="hidden" name="{linkField}" value="{Escape(view.Link)}"><button class="button plain" type="submit">Disconnect</button></form>

                """);
        }

        content.Append(CultureInfo.InvariantCulture, $"""
            </div>
            <p class="note">Connect takes you to {Escape(view.Provider)}, to sign in and agree there. Your password stays with them.</p>
            """);
        return Around(view.IsConnected ? "Connected" : "Connect", content.ToString());
    }

    /// <param name="view">What is shown.</param>
    /// <param name="connect">Path and query of the destination's connect page; null: no button.</param>
    public static string Of(MessageView view, string? connect)
    {
        var button = connect is null ? "" : $"""
            <div class="actions"><a class="button" href="{Escape(connect)}">{(view.IsGood ? "To the destination" : "Try again")}</a></div>
            """;
        return Around(view.Title, $"""
            <h1 class="{(view.IsGood ? "good" : "bad")}">{Escape(view.Title)}</h1>
            <p>{Escape(view.Text)}</p>
            {button}
            """);
    }

    private static string TimeText(DateTimeOffset time) => time.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
