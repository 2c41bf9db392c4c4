using System.Net.Http.Headers;
using System.Text;
using ExtensibleWebhooks.OAuthServer.Faults;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.OAuthServer.Requests;

/// <summary>Makes a record of a request before the server sees it.</summary>
internal static class RequestReader
{
    /// <param name="request">Its form is read, and kept for who comes after.</param>
    /// <param name="form">Of the request.</param>
    /// <param name="fault">That it is to meet.</param>
    /// <param name="now">By the server's clock.</param>
    public static EndpointRequest Read(HttpRequest request, IFormCollection form, Fault fault, DateTimeOffset now)
    {
        var basicId = BasicId(request);
        return new EndpointRequest
        {
            At = now,
            Grant = Text(form, "grant_type"),
            ClientId = basicId ?? Text(form, "client_id"),
            ClientAuthentication = (basicId, Text(form, "client_secret")) switch
            {
                ({ }, _) => ClientAuthentication.Basic,
                (null, { }) => ClientAuthentication.Post,
                _ => ClientAuthentication.None,
            },
            Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            Form = form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            TokenFingerprint = (Text(form, "refresh_token") ?? Text(form, "token")) is { } token ? Fingerprint.Of(token) : null,
            Fault = fault,
        };
    }

    public static async Task<IFormCollection> FormAsync(HttpRequest request) =>
        request.HasFormContentType ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : FormCollection.Empty;

    public static string? Text(IFormCollection form, string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>RFC 6749 §2.3.1: both halves are form-encoded before they are joined.</summary>
    private static string? BasicId(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header is not { Scheme: "Basic", Parameter: { } parameter })
        {
            return null;
        }

        var buffer = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, buffer, out var length)
            ? Uri.UnescapeDataString(Encoding.UTF8.GetString(buffer, 0, length).Split(':')[0].Replace('+', ' '))
            : null;
    }
}
