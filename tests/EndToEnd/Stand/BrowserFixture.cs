using ExtensibleWebhooks.Browser;
using ExtensibleWebhooks.EndToEnd.Stand;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>One browser for all tests; started by the first that needs it.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private Chromium? _browser;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A person with cookies of their own. Skips the test, with the reason, where there can be no browser.</summary>
    public async Task<ConnectWalk> WalkAsync(Screenshots screenshots)
    {
        if (_browser is null)
        {
            var whyNot = await Chromium.WhyNotHereAsync(Cancelled);
            Assert.SkipWhen(whyNot is not null, whyNot ?? "");
            _browser = await Chromium.StartAsync(Cancelled);
        }

        return new ConnectWalk(await _browser.OpenAsync(), screenshots.Folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
    }
}
