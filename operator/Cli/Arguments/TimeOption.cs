using System.CommandLine;
using System.Globalization;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Cli.Arguments;

/// <summary>Options that take a moment: as a time, or as how long ago it was.</summary>
internal static class TimeOption
{
    public static Option<DateTimeOffset?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Duration.Parse(text) is { IsValid: true } ago)
            {
                return TimeProvider.System.GetUtcNow() - ago.Value;
            }

            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"{name} is \"{text}\": write a time such as 2026-01-31T12:00:00Z, or how long ago, such as 2h");
            return null;
        },
    };
}
