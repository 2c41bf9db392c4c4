using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>One Kestrel on one URL and nothing besides: no configuration files, no environment variables, no signal handlers.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HttpServer(WebApplication application) => _application = application;

    /// <summary>Where it listens, with the port that it got.</summary>
    public string Url => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";

    /// <summary>The server, listening; or why not, in a sentence that a user can act on.</summary>
    public static async Task<(HttpServer? Server, string? Problem)> StartAsync(
        string url, Action<WebApplicationBuilder> configure, Action<WebApplication> map, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseUrls(url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        configure(builder);
        var application = builder.Build();
        map(application);
        try
        {
            await application.StartAsync(cancellationToken);
            return (new HttpServer(application), null);
        }
        catch (Exception exception) when (exception is IOException or FormatException or InvalidOperationException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            await application.DisposeAsync();
            return (null, $"cannot listen on {url}: {exception.Message}");
        }
    }

    /// <summary>Takes no more connections; requests under way may end.</summary>
    public Task StopAsync(CancellationToken deadline) => _application.StopAsync(deadline);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
