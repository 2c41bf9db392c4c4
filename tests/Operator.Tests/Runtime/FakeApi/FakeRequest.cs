using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;

/// <summary>A request as it arrived.</summary>
internal sealed record FakeRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public bool IsWatch => Query.ContainsKey("watch");

    public bool IsList => Method == "GET" && !IsWatch && Path.EndsWith("/configmaps", StringComparison.Ordinal);

    public static FakeRequest Of(HttpRequest request, string body) => new(
        request.Method,
        request.Path,
        request.Query.ToDictionary(entry => entry.Key, entry => entry.Value.ToString()),
        request.Headers.ToDictionary(entry => entry.Key, entry => entry.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        body);

    public static string? NamespaceOf(PathString path) => path.Value?.Split('/') is [_, "api", "v1", "namespaces", var name, ..] ? name : null;
}
