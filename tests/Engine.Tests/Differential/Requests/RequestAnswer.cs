using System.Text.Json;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Requests;

/// <summary>A request as it leaves, without its body; or why there is none.</summary>
/// <param name="Url">What is sent of it: no fragment.</param>
/// <param name="Headers">By their names in small letters; without the one by which the sender names itself, and without Content-Type.</param>
internal sealed record RequestAnswer(string Method, string Url, SortedDictionary<string, string> Headers, string ContentType, string? Failure)
{
    private const string Type = "content-type";

    /// <summary>Each names itself, where the mapping does not.</summary>
    private static readonly KeyValuePair<string, string> TheirName = new("user-agent", "Segment (Actions)");

    public static RequestAnswer Failed(string message) => new("", "", [], "", message);

    public static RequestAnswer Of(RequestTarget target) => new(
        target.Method.ToString(),
        WithoutFragment(target.Url.AbsoluteUri),
        new(target.Headers.ToDictionary(header => header.Name.ToLowerInvariant(), header => header.Value), StringComparer.Ordinal),
        target.ContentType,
        Failure: null);

    /// <summary>A line of answer.mjs.</summary>
    public static RequestAnswer Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        if (!document.RootElement.TryGetProperty("gives", out var request))
        {
            return Failed(document.RootElement.GetProperty("fails").GetString() ?? "");
        }

        var all = request.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString() ?? "");
        var type = all.GetValueOrDefault(Type, "");
        var headers = all.Where(header => header.Key != Type && !header.Equals(TheirName));
        return new(request.GetProperty("method").GetString() ?? "", WithoutFragment(request.GetProperty("url").GetString() ?? ""), new(headers.ToDictionary(), StringComparer.Ordinal), type, Failure: null);
    }

    public bool IsLike(RequestAnswer other) => Failure is not null
        ? other.Failure is not null
        : other.Failure is null && Method == other.Method && Url == other.Url && ContentType == other.ContentType && Headers.SequenceEqual(other.Headers);

    public override string ToString() => Failure ?? $"{Method} {Url} {ContentType} {string.Join(", ", Headers)}";

    private static string WithoutFragment(string url) => url.Split('#')[0];
}
