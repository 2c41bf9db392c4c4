using System.CommandLine;
using ExtensibleWebhooks.Worker.Replays;

namespace ExtensibleWebhooks.Cli.Replays;

/// <summary>How fast a replay goes.</summary>
internal static class RateOption
{
    public static Option<int?> Create(string description)
    {
        var rate = new Option<int?>("--rate") { Description = $"{description} [default: {ReplayLimits.DefaultRate}]", HelpName = "N" };
        rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > ReplayLimits.MaxRate)
            {
                result.AddError($"--rate is from 1 to {ReplayLimits.MaxRate}.");
            }
        });
        return rate;
    }
}
