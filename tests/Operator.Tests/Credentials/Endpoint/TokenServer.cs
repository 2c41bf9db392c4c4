using System.Collections.Concurrent;
using System.Net;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Egress;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Endpoint;

/// <summary>A real HTTP server on loopback that keeps what it got and answers as oddly as it is told; and the operator's own guarded client for it.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _http = GuardedInvoker.Create(new EgressOptions { AllowLoopback = true }, "shop", TlsIdentity.Public, new SystemNameResolver(), TimeProvider.System);

    private TokenServer(WebApplication application) => _application = application;

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<TokenCall> Calls { get; } = new();

    /// <summary>Without a slash at the end.</summary>
    public string Url => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First() ?? "";

    public static async Task<TokenServer> StartAsync(HttpsConnectionAdapterOptions? https = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (https is not null)
            {
                listen.UseHttps(https);
            }
        }));
        var application = builder.Build();
        var server = new TokenServer(application);
        application.Run(server.HandleAsync);
        await application.StartAsync();
        return server;
    }

    public TokenEndpoint Endpoint(TimeProvider? time = null) => new(_http, time ?? TimeProvider.System);

    public void AnswerWith(int status, string body, string? contentType = "application/json", params (string Name, string Value)[] headers) => Answer = async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body);
    };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : FormCollection.Empty;
        Calls.Enqueue(new TokenCall(
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            form.ToDictionary(field => field.Key, field => field.Value.ToString())));
        await Answer(context);
    }
}
