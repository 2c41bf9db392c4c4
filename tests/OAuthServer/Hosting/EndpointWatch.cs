using System.Text;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.OAuthServer.Requests;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.OAuthServer.Hosting;

/// <summary>In front of one endpoint: writes down each request and its answer, and misbehaves on demand.</summary>
internal sealed class EndpointWatch(WatchedEndpoint endpoint, TimeProvider timeProvider) : IDisposable
{
    // One exchange at a time, as a database that locks the grant's row: of two refreshes with one token exactly one is granted.
    private readonly SemaphoreSlim _oneByOne = new(1);

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var form = await RequestReader.FormAsync(context.Request);
        var fault = endpoint.Faults.Take(RequestReader.Text(form, "grant_type"));
        var index = endpoint.Requests.Add(RequestReader.Read(context.Request, form, fault, timeProvider.GetUtcNow()));
        if (fault == Fault.Held)
        {
            await endpoint.Faults.HoldAsync(context.RequestAborted);
        }

        if (FaultyAnswers.Instead(fault, context.Request.Path) is { } instead)
        {
            endpoint.Requests.Complete(index, request => request with { Status = instead.Status, Answer = instead.Body });
            await instead.WriteAsync(context.Response, context.RequestAborted);
            return;
        }

        var own = await AskAsync(context, next);
        var answer = FaultyAnswers.Changed(fault, own);
        var (accessToken, refreshToken) = GrantedTokens.In(own.Body);
        endpoint.Requests.Complete(index, request => request with { Status = answer.Status, Answer = answer.Body, IssuedAccessToken = accessToken, IssuedRefreshToken = refreshToken });
        await AnswerAsync(fault, answer, context);
    }

    public void Dispose() => _oneByOne.Dispose();

    private async Task AnswerAsync(Fault fault, Answer answer, HttpContext context)
    {
        switch (fault)
        {
            case Fault.AnswerLost:
                context.Abort();
                return;
            case Fault.AnswerHeld:
                await endpoint.Faults.HoldAsync(context.RequestAborted);
                break;
        }

        await answer.WriteAsync(context.Response, context.RequestAborted);
    }

    /// <summary>What the server answers, kept back.</summary>
    private async Task<Answer> AskAsync(HttpContext context, RequestDelegate next)
    {
        var (sent, aborted) = (context.Response.Body, context.RequestAborted);
        using var kept = new MemoryStream();
        context.Response.Body = kept;

        // A client that goes away in the middle does not leave the exchange half done.
        context.RequestAborted = CancellationToken.None;
        await _oneByOne.WaitAsync(CancellationToken.None);
        try
        {
            await next(context);
        }
        finally
        {
            _oneByOne.Release();
            (context.Response.Body, context.RequestAborted) = (sent, aborted);
        }

        return new Answer(context.Response.StatusCode, context.Response.ContentType, Encoding.UTF8.GetString(kept.ToArray()));
    }
}
