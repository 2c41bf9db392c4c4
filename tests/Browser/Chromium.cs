using ExtensibleWebhooks.Support.Commands;
using ExtensibleWebhooks.Support.Kubernetes;
using Microsoft.Playwright;

namespace ExtensibleWebhooks.Browser;

/// <summary>A real browser without a window. Of the machine's own where there is one, else Debian's, installed at the first use.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>Of one step, in milliseconds; against hangs only.</summary>
    private const float Patience = 120_000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Why there can be none on this machine, for a test to skip with; null where there can.</summary>
    public static async Task<string?> WhyNotHereAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "the browser of the tests is started as Linux packages it";
        }

        if (Installed is not null)
        {
            return null;
        }

        var result = await (ClusterScript.Verb("browser", "check") with { ShowsProgress = false }).TryRunAsync(cancellationToken);
        return result.Succeeded ? null : result.Error;
    }

    /// <summary>On a machine's first time this installs Debian's package.</summary>
    public static async Task<Chromium> StartAsync(CancellationToken cancellationToken)
    {
        var program = Installed ?? await ClusterScript.PathOfAsync("browser", "chromium", cancellationToken);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-proxy-server", "--disable-dev-shm-usage"],
            Timeout = Patience,
        });
        return new Chromium(playwright, browser);
    }

    /// <summary>A page with cookies of its own, and without script: what is walked must work so. The caller disposes of it with the context.</summary>
    /// <param name="width">Of the window, in pixels.</param>
    public async Task<IPage> OpenAsync(int width = 1000)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            JavaScriptEnabled = false,
            ViewportSize = new ViewportSize { Width = width, Height = 700 },
        });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? Installed => Names.Select(SearchPath.Find).FirstOrDefault(path => path is not null);
}
