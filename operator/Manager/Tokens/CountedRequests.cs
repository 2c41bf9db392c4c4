namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>Counts what becomes of each request to a provider, in between the client and the guard.</summary>
internal sealed class CountedRequests(HttpMessageInvoker guarded, TokenMetrics metrics) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await guarded.SendAsync(request, cancellationToken);
            metrics.Answered((int)response.StatusCode);
            return response;
        }
        catch (Exception)
        {
            metrics.Unanswered();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            guarded.Dispose();
        }

        base.Dispose(disposing);
    }
}
