using ExtensibleWebhooks.OAuthServer.Users;
using Microsoft.Playwright;

namespace ExtensibleWebhooks.Browser;

/// <summary>A person who follows a destination's connect address, step by step; each step leaves a screenshot.</summary>
/// <param name="page">Of the person; disposed of with the walk.</param>
/// <param name="folder">For the screenshots: NUMBER-STEP-WIDTH.png.</param>
public sealed class ConnectWalk(IPage page, string folder) : IAsyncDisposable
{
    private int _steps;

    public IPage Page => page;

    /// <summary>The first heading of the page.</summary>
    public async Task<string> HeadingAsync() => await page.Locator("h1").First.InnerTextAsync();

    /// <summary>All that the page shows.</summary>
    public Task<string> TextAsync() => page.Locator("body").InnerTextAsync();

    /// <summary>Follows an address that somebody sent.</summary>
    public Task OpenAsync(Uri address) => StepAsync("open", () => page.GotoAsync(address.ToString()));

    /// <summary>The product's own page: on to the provider.</summary>
    public Task PressConnectAsync() => PressAsync("Connect");

    /// <summary>The product's own page, of a destination that is connected.</summary>
    public Task PressDisconnectAsync() => PressAsync("Disconnect");

    /// <summary>The browser's own button.</summary>
    public Task ReloadAsync() => StepAsync("reload", () => page.ReloadAsync());

    /// <summary>The provider's login page.</summary>
    public Task LogInAsync(string password = TestUser.Password) => StepAsync("log in", async () =>
    {
        await page.GetByLabel("User name").FillAsync(TestUser.Name);
        await page.GetByLabel("Password").FillAsync(password);
        await ClickAsync("Log in");
    });

    /// <summary>The provider's consent page.</summary>
    public Task AllowAsync() => PressAsync("Allow");

    /// <inheritdoc cref="AllowAsync"/>
    public Task DenyAsync() => PressAsync("Deny");

    /// <summary>What looks like a button; some lead elsewhere, and are links.</summary>
    public Task PressAsync(string name) => StepAsync($"press {name}", () => ClickAsync(name));

    public async ValueTask DisposeAsync() => await page.Context.DisposeAsync();

    private Task ClickAsync(string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).Or(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ClickAsync();

    private async Task StepAsync(string name, Func<Task> step)
    {
        await step();
        var file = $"{++_steps:00}-{name.Replace(' ', '-')}-{page.ViewportSize?.Width}.png";
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, file), FullPage = true });
    }
}
