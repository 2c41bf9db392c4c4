using System.Security.Cryptography.X509Certificates;
using ExtensibleWebhooks.Support.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Processes;

/// <summary>In front of the API server, for who is to be killed at one certain step: passes all on, and keeps back the answer to one patch of a Secret.</summary>
internal sealed class ApiGate : IAsyncDisposable
{
    /// <summary>Of this connection and not of what it carries, or set anew by whoever sends.</summary>
    private static readonly HashSet<string> OwnHeaders = new(["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Upgrade"], StringComparer.OrdinalIgnoreCase);

    private readonly ApiServer _server;
    private readonly X509Certificate2 _authority;
    private readonly HttpMessageInvoker _http;
    private readonly WebApplication _application;
    private volatile HeldAnswer? _held;

    private ApiGate(ApiServer server)
    {
        _server = server;
        _authority = X509CertificateLoader.LoadCertificateFromFile(server.CertificateAuthorityPath);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = { CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _authority }, RevocationMode = X509RevocationMode.NoCheck } },
        });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(PassAsync);
    }

    /// <summary>Instead of the API server's own.</summary>
    public Uri Address => new(_application.Urls.Single());

    public static async Task<ApiGate> StartAsync(ApiServer server, CancellationToken cancellationToken)
    {
        var gate = new ApiGate(server);
        await gate._application.StartAsync(cancellationToken);
        return gate;
    }

    /// <summary>The next patch that is meant is carried out and not answered. Only the last one that was asked for counts.</summary>
    public HeldAnswer HoldAnswer(HeldAnswer answer) => _held = answer;

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _http.Dispose();
        _authority.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        try
        {
            await PassAsync(context, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            // One side is gone: so the other loses its connection, too.
            context.Abort();
        }
    }

    private async Task PassAsync(HttpContext context, string target, CancellationToken cancellationToken)
    {
        var body = await BodyAsync(context.Request, cancellationToken);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_server.Host, target)) { Content = body.Length == 0 ? null : new ByteArrayContent(body) };
        foreach (var (name, values) in context.Request.Headers.Where(header => !OwnHeaders.Contains(header.Key)))
        {
            _ = request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()) || request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable()) == true;
        }

        var isHeld = _held is { } held && held.Takes(context.Request.Method, target, body);
        using var response = await _http.SendAsync(request, cancellationToken);
        if (isHeld && _held is { } holding)
        {
            await holding.HoldAsync(cancellationToken);
        }

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !OwnHeaders.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await CopyAsync(await response.Content.ReadAsStreamAsync(cancellationToken), context.Response, cancellationToken);
    }

    /// <summary>Each piece at once: a watch never ends.</summary>
    private static async Task CopyAsync(Stream from, HttpResponse to, CancellationToken cancellationToken)
    {
        await to.StartAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            await to.Body.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            await to.Body.FlushAsync(cancellationToken);
        }
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }
}
