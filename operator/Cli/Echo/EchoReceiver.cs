using System.Collections.Concurrent;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Cli.Echo;

/// <summary>
/// An HTTP server that takes every request, hands it on and answers 200. A stand-in for the receiver of webhooks.
/// No webhook is a GET: that one is answered with the last requests, the newest first, as JSON.
/// </summary>
/// <param name="received">Told each request before it is answered; one at a time.</param>
/// <param name="timeProvider">Stamps the requests.</param>
internal sealed class EchoReceiver(Func<ReceivedWebhook, Task> received, TimeProvider timeProvider) : IAsyncDisposable
{
    /// <summary>More than any webhook's body: batches have up to 4 MB.</summary>
    private const int MaxBodyBytes = 16 * 1024 * 1024;

    /// <summary>How many requests a GET shows.</summary>
    private const int MaxRemembered = 20;

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly ConcurrentQueue<ReceivedWebhook> _last = new();
    private HttpServer? _server;

    /// <summary>Where it listens, with the port that a port of zero became.</summary>
    public Uri Address => new(_server?.Url ?? throw new InvalidOperationException("The receiver is not started"));

    /// <summary>Returns when it listens: null; or why it cannot, in a sentence.</summary>
    public async Task<string?> StartAsync(Uri listen, CancellationToken cancellationToken)
    {
        (_server, var problem) = await HttpServer.StartAsync(
            listen.GetLeftPart(UriPartial.Authority),
            builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes),
            application => application.Run(AnswerAsync),
            NullLoggerFactory.Instance,
            cancellationToken);
        return problem;
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
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.WriteAsJsonAsync(_last.Reverse(), Json.Options, context.RequestAborted);
            return;
        }

        var webhook = await ReadAsync(context);
        await _oneAtATime.WaitAsync(context.RequestAborted);
        try
        {
            await received(webhook);
            Remember(webhook);
        }
        finally
        {
            _oneAtATime.Release();
        }

        await context.Response.WriteAsJsonAsync(new { success = true }, context.RequestAborted);
    }

    private async Task<ReceivedWebhook> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return new ReceivedWebhook
        {
            ReceivedAt = timeProvider.GetUtcNow(),
            Method = context.Request.Method,
            Path = context.Request.Path + context.Request.QueryString,
            Headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            Body = await reader.ReadToEndAsync(context.RequestAborted),
        };
    }

    private void Remember(ReceivedWebhook webhook)
    {
        _last.Enqueue(webhook);
        if (_last.Count > MaxRemembered)
        {
            _last.TryDequeue(out _);
        }
    }
}
