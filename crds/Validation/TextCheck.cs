using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>What may be wrong with a text: none of its enum, too short or long, not of its pattern, out of the bounds of its duration or size.</summary>
internal static class TextCheck
{
    private const string TimePattern = @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$";

    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    /// <summary>Null for a text that is right. The value is shown only where it cannot be a secret.</summary>
    public static string? Complaint(string text, SchemaNode schema)
    {
        if (schema.Allowed.Count > 0)
        {
            return schema.Allowed.Contains(text) ? null : $"{Words.Shown(text)} is none of {string.Join(", ", schema.Allowed)}{NearMiss.Hint(text, schema.Allowed)}";
        }

        if (schema.Source == typeof(Duration))
        {
            return DurationComplaint(Duration.Parse(text), schema.ValueRange);
        }

        if (schema.Source == typeof(DateTime))
        {
            return IsTime(text) ? null : $"{Words.Shown(text)} is not a time such as 2026-01-31T12:00:00Z";
        }

        return schema.Source == typeof(ByteSize)
            ? SizeComplaint(ByteSize.Parse(text), schema.ValueRange)
            : LengthComplaint(text, schema.Length) ?? PatternComplaint(text, schema.Pattern);
    }

    /// <summary>What both the API server (RFC 3339, with a zone) and the type that it is read into take.</summary>
    private static bool IsTime(string text) => Patterns.GetOrAdd(TimePattern, Compile).IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string? DurationComplaint(Duration value, Bounds<string>? range)
    {
        if (!value.IsValid)
        {
            return $"{Words.Shown(value.Text)} is not {Duration.Says}";
        }

        return range is not null && (value.Value < Duration.Parse(range.Min).Value || value.Value > Duration.Parse(range.Max).Value)
            ? $"{Words.Shown(value.Text)} is out of bounds: {range.Min} to {range.Max} are allowed"
            : null;
    }

    private static string? SizeComplaint(ByteSize value, Bounds<string>? range)
    {
        if (!value.IsValid)
        {
            return $"{Words.Shown(value.Text)} is not {ByteSize.Says}";
        }

        return range is not null && (value.Bytes < ByteSize.Parse(range.Min).Bytes || value.Bytes > ByteSize.Parse(range.Max).Bytes)
            ? $"{Words.Shown(value.Text)} is out of bounds: {range.Min} to {range.Max} are allowed"
            : null;
    }

    /// <summary>Counted as the API server counts: in code points.</summary>
    private static string? LengthComplaint(string text, Bounds<int>? bounds)
    {
        if (bounds is null)
        {
            return null;
        }

        var length = text.EnumerateRunes().Count();
        return length < bounds.Min || length > bounds.Max
            ? length == 0 ? "is empty" : $"is {length} characters long: {bounds.Min} to {bounds.Max} are allowed"
            : null;
    }

    private static string? PatternComplaint(string text, TextPattern? pattern) =>
        pattern is null || Patterns.GetOrAdd(pattern.Expression, Compile).IsMatch(text) ? null : $"is not {pattern.Says}";

    /// <summary>A final $ means the very end, as in RE2; in .NET it would let one line end through.</summary>
    private static Regex Compile(string expression) =>
        new(expression.EndsWith('$') ? $"{expression[..^1]}\\z" : expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
