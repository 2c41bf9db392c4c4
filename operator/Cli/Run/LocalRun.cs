using System.Net;
using System.Security.Cryptography;
using ExtensibleWebhooks.Cli.Echo;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Worker.Egress;
using ExtensibleWebhooks.Worker.Hosting;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>
/// Runs manifests on this machine with the worker of the cluster:
/// 1. the manifests become a plan, or the run ends with what is wrong;
/// 2. the plan is written where the worker reads its config, as the kubelet would mount it;
/// 3. the receiver listens, the worker starts;
/// 4. each change of a manifest becomes a new plan and is written, or is refused and the last one stays;
/// 5. at the end the worker finishes what is under way, then the receiver goes.
/// </summary>
internal sealed class LocalRun(RunSettings settings, WorkerEnvironment environment, RunReport report)
{
    /// <summary>The host name that leads to the receiver here, and to the Service of that name in a cluster.</summary>
    public const string EchoHost = "echo";

    private const string WriteKeyCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int WriteKeyLength = 32;

    private readonly LocalState _state = new(settings.DataFolder, () => RandomNumberGenerator.GetString(WriteKeyCharacters, WriteKeyLength));

    /// <summary>Until cancelled; the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // 1, 2
        var watch = new ManifestWatch(settings.Files, environment.Time);
        if (Prepare() is not { } plan)
        {
            return 1;
        }

        // 3
        await using var receiver = new EchoReceiver(report.ReceivedAsync, environment.Time);
        if (settings.EchoUrl is { } echo && await ListenAsync(receiver, echo, cancellationToken) is { } taken)
        {
            report.Failed(taken);
            return 1;
        }

        // 4
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = watch.RunAsync(Apply, ending.Token);
        var receiverUrl = settings.EchoUrl is null ? null : receiver.Address;
        var problem = await WorkerHost.RunAsync(WorkerOptionsFor(receiverUrl), environment, addresses => report.Started(settings, plan, addresses, receiverUrl), cancellationToken);

        // 5
        await ending.CancelAsync();
        await watching;
        if (problem is not null)
        {
            report.Failed(problem + RemedyFor(problem));
            return 1;
        }

        report.Stopped();
        return 0;
    }

    private LocalPlan? Prepare()
    {
        try
        {
            _state.Create();
            var planning = Plan(settings.Files.Read());
            report.Problems(planning.Problems);
            if (planning.Plan is not null)
            {
                _state.Publish(planning.Plan);
            }

            return planning.Plan;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Failed($"the data folder {settings.DataFolder} cannot be used: {error.Message} Choose another with --data DIR.");
            return null;
        }
    }

    private void Apply(ManifestReading reading)
    {
        try
        {
            var planning = Plan(reading);
            if (planning.Plan is null)
            {
                report.Refused(planning.Problems);
            }
            else
            {
                report.Problems(planning.Problems);
                if (_state.Publish(planning.Plan))
                {
                    report.Applied(planning.Plan);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Refused([new ManifestProblem(settings.DataFolder, null, error.Message)]);
        }
    }

    private Planning Plan(ManifestReading reading) => new LocalPlanner(settings.Source, _state.WriteKeyOf).Plan(reading);

    private static async Task<string?> ListenAsync(EchoReceiver receiver, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            await receiver.StartAsync(url, cancellationToken);
            return null;
        }
        catch (IOException error)
        {
            return $"the receiver cannot listen at {url.GetLeftPart(UriPartial.Authority)}: {error.Message.TrimEnd('.')}; choose another place with --echo URL";
        }
    }

    private WorkerOptions WorkerOptionsFor(Uri? receiver) => new()
    {
        ConfigFolder = _state.ConfigFolder,
        DataFolder = _state.LogFolder,
        IngestUrl = settings.IngestUrl.GetLeftPart(UriPartial.Authority),
        ManagementUrl = settings.ManagementUrl.GetLeftPart(UriPartial.Authority),
        Egress = new EgressOptions
        {
            AllowLoopback = settings.AllowLoopback,
            HostOverrides = receiver is null ? new Dictionary<string, IPEndPoint>() : Overrides(receiver),
        },
    };

    /// <summary>Every port of the name leads to the receiver: a Service may listen on another than we do here.</summary>
    private static Dictionary<string, IPEndPoint> Overrides(Uri receiver)
    {
        var address = IPAddress.TryParse(receiver.IdnHost, out var parsed) && !parsed.Equals(IPAddress.Any) && !parsed.Equals(IPAddress.IPv6Any) ? parsed : IPAddress.Loopback;
        return new Dictionary<string, IPEndPoint> { [EchoHost] = new(address, receiver.Port) };
    }

    private string RemedyFor(string problem) => problem switch
    {
        _ when problem.Contains($"listen on {settings.IngestUrl.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal) => " Choose another place with --ingest URL.",
        _ when problem.Contains($"listen on {settings.ManagementUrl.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal) => " Choose another place with --management URL.",
        _ when problem.Contains(_state.LogFolder, StringComparison.Ordinal) => " Choose another folder with --data DIR.",
        _ => "",
    };
}
