using ExtensibleWebhooks.Browser;
using ExtensibleWebhooks.Operator.Tests.OAuth;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace ExtensibleWebhooks.Operator.Tests.OAuth;

/// <summary>One browser for all tests; started by the first that needs it.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private Chromium? _browser;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A person with cookies of their own. Skips the test, with the reason, where there can be no browser.</summary>
    /// <param name="screenshots">Lives longer.</param>
    /// <param name="width">Of the window, in pixels.</param>
    public async Task<ConnectWalk> WalkAsync(Screenshots screenshots, int width = 1000)
    {
        await _gate.WaitAsync(Cancelled);
        try
        {
            if (_browser is null)
            {
                var whyNot = await Chromium.WhyNotHereAsync(Cancelled);
                Assert.SkipWhen(whyNot is not null, whyNot ?? "");
                _browser = await Chromium.StartAsync(Cancelled);
            }
        }
        finally
        {
            _gate.Release();
        }

        return new ConnectWalk(await _browser.OpenAsync(width), screenshots.Folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _gate.Dispose();
    }
}
