using System.Net;
using System.Security.Cryptography;
using ExtensibleWebhooks.Cli.Echo;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Cli.Tokens;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Hosting;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>
/// Runs manifests on this machine with the worker of the cluster:
/// 1. the manifests become a plan, or the run ends with what is wrong;
/// 2. the plan is written where the worker reads its config, as the kubelet would mount it;
/// 3. the receiver listens, the worker starts and says when it follows the plan;
/// 4. OAuth 2.0 tokens are fetched, kept fresh, and written beside the plan;
/// 5. each change of a manifest becomes a new plan and is written, or is refused and the last one stays;
/// 6. at the end the worker finishes what is under way, then the receiver goes.
/// </summary>
internal sealed class LocalRun(RunSettings settings, WorkerEnvironment environment, RunReport report) : IDisposable
{
    /// <summary>The host name that leads to the receiver here, and to the Service of that name in a cluster.</summary>
    public const string EchoHost = "echo";

    private const string WriteKeyCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int WriteKeyLength = 32;

    private readonly LocalState _state = new(settings.DataFolder, () => RandomNumberGenerator.GetString(WriteKeyCharacters, WriteKeyLength));

    private Uri? _receiverUrl;
    private WorkerAddresses? _addresses;
    private LocalTokens? _tokens;
    private LocalPlan? _published;
    private LocalPlan? _inForce;

    /// <summary>Until cancelled; the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // 1, 2
        var watch = new ManifestWatch(settings.Files, environment.Time);
        if (Prepare() is not { } first)
        {
            return 1;
        }

        // 3
        await using var receiver = new EchoReceiver(report.ReceivedAsync, environment.Time);
        if (settings.EchoUrl is { } echo && await receiver.StartAsync(echo, cancellationToken) is { } taken)
        {
            report.Failed($"{taken} Choose another place with --echo URL.");
            return 1;
        }

        _receiverUrl = settings.EchoUrl is null ? null : receiver.Address;

        // 4
        await using var tokens = new LocalTokens(TokenServices(EgressFor(_receiverUrl)));
        Volatile.Write(ref _tokens, tokens);
        tokens.Follow(first.Clients);

        // 5
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = watch.RunAsync(Apply, ending.Token);
        var problem = await WorkerHost.RunAsync(WorkerOptionsFor(first, _receiverUrl), environment with { ConfigurationApplied = OnApplied, TokenRejected = tokens.Rejected }, addresses => _addresses = addresses, cancellationToken);

        // 6
        await ending.CancelAsync();
        await watching;
        if (problem is not null)
        {
            report.Failed(problem + RemedyFor(problem, first));
            return 1;
        }

        report.Stopped();
        return 0;
    }

    public void Dispose() => _state.Dispose();

    private LocalPlan? Prepare()
    {
        try
        {
            _state.Open();
            var planning = Plan(settings.Files.Read());
            report.Problems(planning.Problems);
            if (planning.Plan is not null)
            {
                Publish(planning.Plan);
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
                Publish(planning.Plan);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Refused([new ManifestProblem(settings.DataFolder, null, error.Message)]);
        }
    }

    private void Publish(LocalPlan plan)
    {
        // Before the worker can see the files.
        Volatile.Write(ref _published, plan);
        _state.Publish(plan);
        Volatile.Read(ref _tokens)?.Follow(plan.Clients);
    }

    /// <summary>The worker may follow a plan in two steps, the credentials and then the config: told once it has all of it.</summary>
    private void OnApplied(WorkerSnapshot snapshot)
    {
        var plan = Volatile.Read(ref _published);
        if (plan is null || _addresses is null || !plan.IsFollowedBy(snapshot) || ReferenceEquals(plan, _inForce))
        {
            return;
        }

        if (_inForce is null)
        {
            report.Started(settings, plan, _addresses, _receiverUrl);
        }
        else
        {
            report.Applied(plan);
        }

        _inForce = plan;
    }

    private Planning Plan(ManifestReading reading) => new LocalPlanner(settings.Source, _state.WriteKeyOf).Plan(reading);

    private WorkerOptions WorkerOptionsFor(LocalPlan plan, Uri? receiver) => new()
    {
        ConfigFolder = _state.ConfigFolder,
        DataFolder = _state.LogFolderOf(plan.Config.Source),
        IngestUrl = settings.IngestUrl.GetLeftPart(UriPartial.Authority),
        ManagementUrl = settings.ManagementUrl.GetLeftPart(UriPartial.Authority),
        Egress = EgressFor(receiver),
    };

    private EgressOptions EgressFor(Uri? receiver) => new()
    {
        AllowLoopback = settings.AllowLoopback,
        HostOverrides = receiver is null ? new Dictionary<string, IPEndPoint>() : Overrides(receiver),
    };

    private LocalTokenServices TokenServices(EgressOptions egress)
    {
        var store = new FileTokenStore(_state.TokenFolder, environment.Time);
        return new LocalTokenServices
        {
            Store = store,
            Keeper = new TokenKeeper(store, environment.NewId(), environment.Time, environment.Random),
            Egress = egress,
            Resolver = environment.Resolver,
            ConnectUrl = settings.ConnectUrl,
            Publish = _state.PublishToken,
            Tell = report.Tokens,
            Time = environment.Time,
            Loggers = environment.Loggers,
        };
    }

    /// <summary>Every port of the name leads to the receiver: a Service may listen on another than we do here.</summary>
    private static Dictionary<string, IPEndPoint> Overrides(Uri receiver)
    {
        var address = IPAddress.TryParse(receiver.IdnHost, out var parsed) && !parsed.Equals(IPAddress.Any) && !parsed.Equals(IPAddress.IPv6Any) ? parsed : IPAddress.Loopback;
        return new Dictionary<string, IPEndPoint> { [EchoHost] = new(address, receiver.Port) };
    }

    private string RemedyFor(string problem, LocalPlan plan) => problem switch
    {
        _ when problem.Contains($"listen on {settings.IngestUrl.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal) => " Choose another place with --ingest URL.",
        _ when problem.Contains($"listen on {settings.ManagementUrl.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal) => " Choose another place with --management URL.",
        _ when problem.Contains(_state.LogFolderOf(plan.Config.Source), StringComparison.Ordinal) => " Choose another folder with --data DIR.",
        _ => "",
    };
}
