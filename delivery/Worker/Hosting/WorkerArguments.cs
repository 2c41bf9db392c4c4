using System.Globalization;
using System.Net;
using ExtensibleWebhooks.Egress;

namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>
/// The program's options: <c>--name value</c>, else the environment variable <c>WEBHOOKS_NAME</c> (dashes become underscores), else the default of a pod.
/// Names: config, data, ingest, management, egress-allowed (networks, with commas), stop-timeout (seconds), log-level, log-format (json or text).
/// </summary>
internal sealed record WorkerArguments
{
    private const string Prefix = "WEBHOOKS_";

    private static readonly string[] Names = ["config", "data", "ingest", "management", "egress-allowed", "stop-timeout", "log-level", "log-format"];

    public required WorkerOptions Options { get; init; }

    public required LogLevel LogLevel { get; init; }

    /// <summary>False: text for a person.</summary>
    public required bool LogsAreJson { get; init; }

    /// <summary>The options, or everything that is wrong with them.</summary>
    public static (WorkerArguments? Arguments, IReadOnlyList<string> Problems) Read(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var problems = new List<string>();
        var given = ReadPairs(args, problems);
        string? ValueOf(string name) => given.GetValueOrDefault(name) ?? environment(Prefix + name.Replace('-', '_').ToUpperInvariant()) switch
        {
            null or "" => null,
            var value => value,
        };

        var defaults = new WorkerOptions();
        var arguments = new WorkerArguments
        {
            Options = new WorkerOptions
            {
                ConfigFolder = ValueOf("config") ?? defaults.ConfigFolder,
                DataFolder = ValueOf("data") ?? defaults.DataFolder,
                IngestUrl = ValueOf("ingest") ?? defaults.IngestUrl,
                ManagementUrl = ValueOf("management") ?? defaults.ManagementUrl,
                Egress = new EgressOptions { AllowedNetworks = ReadNetworks(ValueOf("egress-allowed"), problems), ApiServer = EgressOptions.ApiServerOf(environment) },
                StopTimeout = ReadSeconds(ValueOf("stop-timeout"), problems) ?? defaults.StopTimeout,
            },
            LogLevel = ReadLevel(ValueOf("log-level"), problems),
            LogsAreJson = ReadFormat(ValueOf("log-format"), problems),
        };
        return (problems.Count == 0 ? arguments : null, problems);
    }

    private static Dictionary<string, string> ReadPairs(IReadOnlyList<string> args, List<string> problems)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < args.Count; index += 2)
        {
            var name = args[index].StartsWith("--", StringComparison.Ordinal) ? args[index][2..] : "";
            if (!Names.Contains(name))
            {
                problems.Add($"'{args[index]}' is no option; there are --{string.Join(", --", Names)}");
            }
            else if (index + 1 == args.Count)
            {
                problems.Add($"--{name} needs a value");
            }
            else
            {
                pairs[name] = args[index + 1];
            }
        }

        return pairs;
    }

    private static List<IPNetwork> ReadNetworks(string? text, List<string> problems)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
            {
                networks.Add(network);
            }
            else
            {
                problems.Add($"egress-allowed: '{part}' is no network; write 10.0.0.0/8, with no bit set behind the prefix");
            }
        }

        return networks;
    }

    private static TimeSpan? ReadSeconds(string? text, List<string> problems)
    {
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 3600)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        problems.Add($"stop-timeout: '{text}' is no number of seconds from 1 to 3600");
        return null;
    }

    private static LogLevel ReadLevel(string? text, List<string> problems)
    {
        if (text is null)
        {
            return LogLevel.Information;
        }

        if (Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level))
        {
            return level;
        }

        problems.Add($"log-level: '{text}' is none of {string.Join(", ", Enum.GetNames<LogLevel>())}");
        return LogLevel.Information;
    }

    private static bool ReadFormat(string? text, List<string> problems)
    {
        if (text is not (null or "json" or "text"))
        {
            problems.Add($"log-format: '{text}' is neither json nor text");
        }

        return text != "text";
    }
}
