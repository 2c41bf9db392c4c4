using System.Text.RegularExpressions;
using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Requests;

/// <summary>What of a request is not the reference's on purpose, by the numbers of delivery/Engine/README.md.</summary>
internal static partial class RequestRules
{
    /// <summary>The case in the reference's own words, so that it answers what is meant here.</summary>
    public static (RequestCase Case, IReadOnlyCollection<int> Differences) Rewrite(RequestCase test)
    {
        var differences = new SortedSet<int>();
        var mapping = test.Mapping;
        if (mapping.Find("method") is null)
        {
            differences.Add(20);
            mapping = mapping.With("method", new JsonText("POST"));
        }

        mapping = new JsonObject([.. mapping.Members.Select(member => member.Name == "headers" ? member with { Value = member.Value.Rewrite(LastOfEach) } : member)]);
        return (new RequestCase((JsonObject)mapping.Rewrite(EncodeBrackets), (JsonObject)test.Event.Rewrite(LastOfEach).Rewrite(EncodeBrackets)), differences);

        // 45: brackets behind the host go as they are.
        JsonValue EncodeBrackets(JsonValue value)
        {
            if (value is not JsonText text || Rest().Match(text.Value) is not { Success: true, Value: var rest } || !rest.AsSpan().ContainsAny('[', ']'))
            {
                return value;
            }

            differences.Add(45);
            return new JsonText(text.Value[..^rest.Length] + rest.Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal));
        }

        // 44: of names that differ in their letters only, the last counts.
        JsonValue LastOfEach(JsonValue value)
        {
            if (value is not JsonObject headers)
            {
                return value;
            }

            var last = headers.Members.GroupBy(member => member.Name, StringComparer.OrdinalIgnoreCase).Select(same => same.Last()).ToHashSet(ReferenceEqualityComparer.Instance);
            if (last.Count < headers.Members.Count)
            {
                differences.Add(44);
            }

            return new JsonObject([.. headers.Members.Where(last.Contains)]);
        }
    }

    /// <summary>What explains the two answers; null: nothing does.</summary>
    public static IReadOnlyCollection<int>? Explain(RequestAnswer ours, RequestAnswer theirs) =>
        ours.IsLike(theirs) ? []
        : theirs.Failure is not null ? null
        : ours.Url != theirs.Url && Unescaped(ours.Url) == Unescaped(theirs.Url) && Explain(ours, theirs with { Url = ours.Url }) is { } more ? [45, .. more]
        : ours.Failure is null ? OfContentType(ours, theirs)
        : ours.Failure.Contains("cannot be set", StringComparison.Ordinal) ? [23]
        : ours.Failure.Contains("Expected an absolute http or https URL", StringComparison.Ordinal) && (!IsHttp(theirs.Url) || !Start().IsMatch(ours.Failure)) ? [21]
        : null;

    private static IReadOnlyCollection<int>? OfContentType(RequestAnswer ours, RequestAnswer theirs) =>
        theirs.ContentType == "application/json" && ours.IsLike(theirs with { ContentType = ours.ContentType }) ? [22] : null;

    /// <summary>45: what needs no percent-encoding has none.</summary>
    private static string Unescaped(string url) => Needless().Replace(url, match => Uri.UnescapeDataString(match.Value));

    /// <summary>Letters, digits, -._~ and '[]</summary>
    [GeneratedRegex("%(2[DE7]|3[0-9]|4[1-9A-F]|5[0-9ABDF]|6[1-9A-F]|7[0-9AE])", RegexOptions.IgnoreCase)]
    private static partial Regex Needless();

    /// <summary>Of a URL, behind its host.</summary>
    [GeneratedRegex("(?<=^https?://[^/?#]*)[/?#].*$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Rest();

    /// <summary>The text that was found, where a host follows that can be one.</summary>
    [GeneratedRegex("found \"https?://([a-z0-9_.-]*[a-z0-9]|\\[[0-9a-f:]+\\])([:/\"]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Start();

    private static bool IsHttp(string url) => url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal);
}
