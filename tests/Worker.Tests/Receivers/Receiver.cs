using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ExtensibleWebhooks.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace ExtensibleWebhooks.Worker.Tests.Receivers;

/// <summary>A real HTTP server on loopback that keeps what it got and answers as told; 200 unless told otherwise.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly OpenConnections _connections;
    private readonly SemaphoreSlim _arrived = new(0);

    private Receiver(WebApplication application, OpenConnections connections)
    {
        _application = application;
        _connections = connections;
    }

    /// <summary>How to answer; may be exchanged at any time.</summary>
    public Func<ReceivedRequest, HttpResponse, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>False: <see cref="Requests"/> stays empty, for tests with very many.</summary>
    public bool Keeps { get; set; } = true;

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    /// <summary>http://127.0.0.1:port, without a slash at the end.</summary>
    public string Url => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First() ?? "";

    /// <param name="address">The interface to listen on.</param>
    /// <param name="https">How TLS is done; null: not at all.</param>
    public static async Task<Receiver> StartAsync(string address = "127.0.0.1", HttpsConnectionAdapterOptions? https = null)
    {
        var connections = new OpenConnections();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Listen(IPAddress.Parse(address), 0, listen =>
            {
                listen.Use(next => connection => connections.CountAsync(next, connection));
                if (https is not null)
                {
                    listen.UseHttps(https);
                }
            });
        });
        var application = builder.Build();
        var receiver = new Receiver(application, connections);
        application.Run(receiver.HandleAsync);
        await application.StartAsync();
        return receiver;
    }

    /// <summary>Hangs until the sender gives up.</summary>
    public static async Task UntilAbortedAsync(HttpResponse response)
    {
        var aborted = new TaskCompletionSource();
        await using (response.HttpContext.RequestAborted.Register(aborted.SetResult))
        {
            await aborted.Task;
        }
    }

    public void AnswerWith(int status) => Answer = (_, response) =>
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>Waits until so many requests have come in all.</summary>
    public async Task<IReadOnlyList<ReceivedRequest>> WaitForAsync(int count, CancellationToken cancellationToken)
    {
        while (Requests.Count < count)
        {
            await _arrived.WaitAsync(cancellationToken);
        }

        return [.. Requests];
    }

    /// <summary>Waits until everything is answered that was sent by somebody who is no more.</summary>
    public Task WaitUntilLeftAsync(CancellationToken cancellationToken) =>
        Eventually.TrueAsync(() => _connections.IsNone(new Uri(Url).Port), "the receiver has no connection", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new ReceivedRequest(context.Request.Method, context.Request.Path + context.Request.QueryString, headers, body.ToArray()) { Protocol = context.Request.Protocol };
        if (Keeps)
        {
            Requests.Enqueue(request);
            _arrived.Release();
        }

        await Answer(request, context.Response);
    }
}
