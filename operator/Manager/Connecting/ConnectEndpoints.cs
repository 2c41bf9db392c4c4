using System.Threading.RateLimiting;
using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Manager.Connecting.Pages;
using Microsoft.AspNetCore.Http.Features;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>The connect pages over HTTP: four paths, small inputs, a bounded rate, and headers that let a browser do nothing else with them.</summary>
internal sealed class ConnectEndpoints(ConnectDesk desk, ConnectCookie cookie) : IDisposable
{
    /// <summary>A link, form-encoded, and room.</summary>
    private const int MaxFormBytes = 8 * 1024;

    /// <summary>Of one value of a query; a code is short, a state about 500 characters.</summary>
    private const int MaxValue = 4096;

    /// <summary>People press buttons; this is for those who are none.</summary>
    private readonly TokenBucketRateLimiter _limiter = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 60,
        TokensPerPeriod = 20,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    });

    public async Task HandleAsync(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire();
        var answer = !lease.IsAcquired ? Told(429, "Too many at once", "Try again in a few seconds.") : await AnswerAsync(context);
        await WriteAsync(context, answer);
    }

    public void Dispose() => _limiter.Dispose();

    private Task<ConnectAnswer> AnswerAsync(HttpContext context)
    {
        var (request, cancelled) = (context.Request, context.RequestAborted);
        return (request.Method, request.Path.Value) switch
        {
            ("GET", ConnectPaths.Connect) => desk.LookAsync(Query(request, ConnectPaths.LinkParameter), cancelled),
            ("GET", ConnectPaths.Start) => desk.StartAsync(Query(request, ConnectPaths.LinkParameter), cancelled),
            ("GET", ConnectPaths.Callback) => CallBackAsync(context),
            ("POST", ConnectPaths.Disconnect) => DisconnectAsync(context),
            ("HEAD" or "GET" or "POST", _) => Task.FromResult<ConnectAnswer>(Told(404, "There is nothing here", "Take the link from the destination's status.credentials.connectUrl.")),
            _ => Task.FromResult<ConnectAnswer>(Told(405, "Not like this", "Open the link in a browser.")),
        };
    }

    private Task<ConnectAnswer> CallBackAsync(HttpContext context)
    {
        var request = context.Request;
        var query = new ConnectQuery
        {
            State = Query(request, "state"),
            Code = Query(request, "code"),
            Error = Query(request, "error"),
            ErrorDescription = Query(request, "error_description"),
        };
        return desk.CallBackAsync(query, cookie.Take(context, query.State), context.RequestAborted);
    }

    /// <summary>The link in the form is what a page elsewhere would have to know to forge this.</summary>
    private async Task<ConnectAnswer> DisconnectAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxFormBytes;
        }

        try
        {
            if (context.Request.HasFormContentType)
            {
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                return await desk.DisconnectAsync(form[ConnectPaths.LinkParameter], context.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is BadHttpRequestException or InvalidDataException or IOException)
        {
            // Too long, or no form: told below.
        }

        return Told(400, "Not understood", "Press Disconnect on the destination's page.");
    }

    private async Task WriteAsync(HttpContext context, ConnectAnswer answer)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers.ContentSecurityPolicy = PageFrame.Policy;
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        switch (answer)
        {
            case ConnectAnswer.ToProvider { Beginning: var beginning }:
                cookie.Write(context, beginning);
                response.StatusCode = StatusCodes.Status302Found;
                response.Headers.Location = beginning.AuthorizeUrl.AbsoluteUri;
                return;
            case ConnectAnswer.Done done:
                response.StatusCode = StatusCodes.Status303SeeOther;
                response.Headers.Location = ConnectPaths.WithLink(ConnectPaths.Connect, done.Link);
                return;
        }

        response.ContentType = "text/html; charset=utf-8";
        response.StatusCode = answer is ConnectAnswer.Told told ? told.Code : StatusCodes.Status200OK;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.WriteAsync(HtmlOf(answer), context.RequestAborted);
        }
    }

    private static string HtmlOf(ConnectAnswer answer) => answer switch
    {
        ConnectAnswer.Status { View: var view } =>
            ConnectPages.Of(view, ConnectPaths.WithLink(ConnectPaths.Start, view.Link), ConnectPaths.Disconnect, ConnectPaths.LinkParameter),
        ConnectAnswer.Told { Message: var message } => ConnectPages.Of(message, message.Link is null ? null : ConnectPaths.WithLink(ConnectPaths.Connect, message.Link)),
        _ => throw new InvalidOperationException("An answer without a page."),
    };

    /// <summary>Null where it is not there, there several times, or too long to be one of ours.</summary>
    private static string? Query(HttpRequest request, string name) =>
        request.Query[name] is [{ Length: > 0 and <= MaxValue } value] ? value : null;

    private static ConnectAnswer.Told Told(int code, string title, string text) => new(code, new MessageView(false, title, text));
}
