using System.Text;
using ExtensibleWebhooks.Cli.Echo;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Hosting;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>What <c>webhooks run</c> tells its user: what runs on the output, what is wrong on the error output.</summary>
internal sealed class RunReport(TextWriter output, TextWriter error, TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>Everything that is wrong, and what should be known.</summary>
    public void Problems(IEnumerable<ManifestProblem> problems) => WriteError(string.Concat(problems.Select(problem => $"{problem}\n")));

    /// <summary>Why it ends.</summary>
    public void Failed(string problem) => WriteError($"webhooks run: {problem}\n");

    public void Started(RunSettings settings, LocalPlan plan, WorkerAddresses addresses, Uri? echo)
    {
        var text = new StringBuilder();
        text.Append($"Source {plan.Config.Source.Name} accepts events at {addresses.IngestUrl}\n").Append(Lanes(plan.Config));
        if (echo is not null)
        {
            text.Append($"Receiver      {echo.GetLeftPart(UriPartial.Authority)}, which mappings reach as http://{LocalRun.EchoHost}\n");
        }

        text.Append($"Management    {addresses.ManagementUrl} (/metrics, /healthz, /readyz, /inspect/v1/status)\n");
        text.Append($"Data          {settings.DataFolder}\n");
        text.Append(Invitation(settings, plan, addresses.IngestUrl));
        text.Append("\nChanges of the manifests apply at once. Ctrl-C ends it.\n\n");
        Write(text.ToString());
    }

    /// <summary>Changed manifests are in force.</summary>
    public void Applied(LocalPlan plan) => Write($"{Now} The manifests changed and are in force.\n{Lanes(plan.Config)}\n");

    /// <summary>Changed manifests are wrong.</summary>
    public void Refused(IEnumerable<ManifestProblem> problems)
    {
        Problems(problems);
        WriteError($"{Now} The manifests changed and are wrong: what was in force stays.\n\n");
    }

    /// <summary>How it stands with a destination's OAuth 2.0 tokens.</summary>
    public void Tokens(string destination, string text, bool isTrouble)
    {
        var line = $"{Now} {destination}: {text}\n\n";
        if (isTrouble)
        {
            WriteError(line);
        }
        else
        {
            Write(line);
        }
    }

    public Task ReceivedAsync(ReceivedWebhook webhook)
    {
        Write($"{Now} {EchoWriter.Write(webhook, EchoFormat.Text)}");
        return Task.CompletedTask;
    }

    public void Stopped() => Write("Stopped: what was accepted is kept, and goes on with the next run.\n");

    private string Now => $"{time.GetLocalNow():HH:mm:ss}";

    private static string Lanes(WorkerConfig config)
    {
        if (config.Destinations.Count == 0)
        {
            return "  no destination is enabled: events are kept and nothing is sent\n";
        }

        return string.Concat(config.Destinations.Select(destination =>
            destination.Mappings.Count == 0
                ? $"  {destination.Name}: no mapping is enabled, nothing is sent\n"
                : string.Concat(destination.Mappings.Select(mapping => $"  {destination.Name}/{mapping.Name}: {OneLine(mapping.Trigger)} → {OneLine(mapping.Method.ToString())} {OneLine(mapping.Url.ToString())}\n"))));
    }

    private static string Invitation(RunSettings settings, LocalPlan plan, string ingestUrl)
    {
        var (route, body) = SampleEvent.Find(settings.Files) is { } sample
            ? (sample.Route, $"@{Quoted(sample.Path)}")
            : ("/v1/track", """'{"event": "Test", "userId": "user-1"}'""");
        return $"\nSend an event:\n\n  curl -u {Quoted(plan.WriteKey)}: -H 'Content-Type: application/json' -d {body} {ingestUrl}{route}\n";
    }

    /// <summary>For a POSIX shell.</summary>
    private static string Quoted(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || "._-/+=@%".Contains(character, StringComparison.Ordinal)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ") is { Length: > 100 } line ? $"{line[..99]}…" : text.ReplaceLineEndings(" ");

    private void Write(string text)
    {
        lock (_lock)
        {
            output.Write(text);
            output.Flush();
        }
    }

    private void WriteError(string text)
    {
        lock (_lock)
        {
            error.Write(text);
            error.Flush();
        }
    }
}
