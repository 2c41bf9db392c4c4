using System.Net.Http.Headers;

namespace ExtensibleWebhooks.Benchmarks.Delivery;

/// <summary>What SocketsHttpHandler alone can do: so many loops that post a ready body and wait for the answer.</summary>
internal static class BareLoop
{
    /// <summary>Requests a second.</summary>
    public static async Task<double> RunAsync(string url, int loops, int bodyBytes, TimeSpan duration)
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null });
        var (time, target, body, type) = (TimeProvider.System, new Uri(url), new byte[bodyBytes], new MediaTypeHeaderValue("application/json"));
        var started = time.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, loops).Select(_ => Task.Run(PostAsync)));
        return counts.Sum() / time.GetElapsedTime(started).TotalSeconds;

        async Task<long> PostAsync()
        {
            var count = 0L;
            for (; time.GetElapsedTime(started) < duration; count++)
            {
                using var message = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
                message.Content.Headers.ContentType = type;
                using var response = await invoker.SendAsync(message, CancellationToken.None);
            }

            return count;
        }
    }
}
