using System.Net;
using System.Text;

namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>An answer's status, and its body as text.</summary>
/// <param name="Status">As it came.</param>
/// <param name="Body">Null: longer than <see cref="MaxBytes"/>.</param>
/// <param name="ContentType">Without parameters, in lower case; null: none.</param>
/// <param name="RetryAfter">From now, more than zero; null: not said.</param>
internal sealed record EndpointAnswer(HttpStatusCode Status, string? Body, string? ContentType, TimeSpan? RetryAfter)
{
    public const int MaxBytes = 64 * 1024;

    /// <summary>A wish for more is not honoured.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    public static async Task<EndpointAnswer> ReadAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response.Content, cancellationToken);
        var contentType = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString().Split(';')[0].Trim().ToLowerInvariant() : null;
        return new EndpointAnswer(response.StatusCode, body, contentType, RetryAfterOf(response, now));
    }

    /// <summary>Without the body, which has tokens.</summary>
    public override string ToString() => $"{(int)Status} {ContentType}";

    private static async Task<string?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > MaxBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length).TrimStart('\uFEFF');
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => TimeSpan.Zero,
        };
        return wait <= TimeSpan.Zero ? null : wait < LongestRetryAfter ? wait : LongestRetryAfter;
    }
}
