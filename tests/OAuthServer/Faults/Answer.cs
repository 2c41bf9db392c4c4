using System.Text;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.OAuthServer.Faults;

/// <summary>An answer before it is sent.</summary>
internal sealed record Answer(int Status, string? ContentType, string Body)
{
    /// <summary>Beside those that the response has already.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        await response.Body.WriteAsync(body, cancellationToken);
    }
}
