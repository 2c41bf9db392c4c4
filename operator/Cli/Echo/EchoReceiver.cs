using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Cli.Echo;

/// <summary>An HTTP server that takes every request, hands it on and answers 200. A stand-in for the receiver of webhooks.</summary>
/// <param name="received">Told each request before it is answered; one at a time.</param>
/// <param name="timeProvider">Stamps the requests.</param>
internal sealed class EchoReceiver(Func<ReceivedWebhook, Task> received, TimeProvider timeProvider) : IAsyncDisposable
{
    /// <summary>More than any webhook's body: batches have up to 4 MB.</summary>
    private const int MaxBodyBytes = 16 * 1024 * 1024;

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private WebApplication? _server;

    /// <summary>Where it listens, with the port that a port of zero became.</summary>
    public Uri Address => new(_server?.Urls.First() ?? throw new InvalidOperationException("The receiver is not started"));

    /// <summary>Returns when it listens.</summary>
    /// <exception cref="IOException">The address is taken, or not this machine's.</exception>
    public async Task StartAsync(Uri listen, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseUrls(listen.GetLeftPart(UriPartial.Authority));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _oneAtATime.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var webhook = new ReceivedWebhook
        {
            ReceivedAt = timeProvider.GetUtcNow(),
            Method = context.Request.Method,
            Path = context.Request.Path + context.Request.QueryString,
            Headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            Body = await reader.ReadToEndAsync(context.RequestAborted),
        };

        await _oneAtATime.WaitAsync(context.RequestAborted);
        try
        {
            await received(webhook);
        }
        finally
        {
            _oneAtATime.Release();
        }

        await context.Response.WriteAsJsonAsync(new { success = true }, context.RequestAborted);
    }

    /// <summary>Whoever starts the receiver stops it: it does not listen to signals itself.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
