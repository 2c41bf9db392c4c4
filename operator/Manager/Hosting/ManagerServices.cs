using System.Security.Cryptography;
using ExtensibleWebhooks.Manager.Admission;
using ExtensibleWebhooks.Manager.Applying;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Controllers;
using ExtensibleWebhooks.Manager.Inspection;
using ExtensibleWebhooks.Manager.Nudging;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Replays;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Runtime.Hosting;
using ExtensibleWebhooks.Runtime.Leadership;

namespace ExtensibleWebhooks.Manager.Hosting;

/// <summary>Registers the operator. The caller registers the connection to the API server, the clock and the randomness.</summary>
internal static class ManagerServices
{
    /// <summary>Owner of the fields that the operator applies, and source of its events. Another name would leave the fields with the old one.</summary>
    public const string FieldManager = "extensible-webhooks";

    /// <summary>As hex: twice as many characters.</summary>
    private const int TokenBytes = 24;

    /// <param name="services">Where to.</param>
    /// <param name="options">What was configured.</param>
    /// <param name="identity">Who this process is among its replicas.</param>
    public static IServiceCollection AddManager(this IServiceCollection services, ManagerOptions options, PodIdentity identity)
    {
        services.AddSingleton(options);
        services.AddSingleton<SpecChecks>();
        services.AddSingleton<SecretReader>();
        services.AddSingleton<ConfigMapReader>();
        services.AddSingleton<Func<FreshTokens>>(() => new FreshTokens(NewToken(), NewToken()));
        services.AddSingleton<SourceGatherer>();
        services.AddSingleton<SourcePlanner>();
        services.AddSingleton<LiveObjects>();
        services.AddSingleton<Applier>();
        services.AddSingleton<SourceApplier>();
        services.AddSingleton<Nudger>();
        services.AddSingleton<StatusWriter>();
        services.AddSingleton<StatusReporter>();
        services.AddSingleton<ReplayClient>();
        services.AddSingleton<ReplayRunner>();
        services.AddTokens(options, identity);
        services.AddConnectPages(options, identity);
        var operatorRuntime = services.AddOperatorRuntime(runtime =>
            {
                runtime.Name = FieldManager;
                runtime.WatchNamespaces = options.WatchNamespaces;
                runtime.LeaderElection = options.LeaderElection.Enabled ? ElectionOf(options.LeaderElection, identity) : null;
            })
            .AddCaches()
            .AddControllers(options.MaxConcurrentReconciles);
        if (options.Admission.Enabled)
        {
            operatorRuntime.AddAdmission(options.Admission, identity);
        }

        // After the runtime, so that it stops before it.
        services.AddSingleton(new WorkerClient(WorkerClient.CreateHttp(), WorkerClient.AddressInCluster));
        services.AddSingleton<WorkerRounds>();
        services.AddHostedService<FigureLoop>();
        services.AddHostedService<ReplaySweep>();
        services.AddHostedService<RejectionLoop>();
        return services;
    }

    private static string NewToken() => RandomNumberGenerator.GetHexString(2 * TokenBytes, lowercase: true);

    private static LeaderElectionOptions ElectionOf(LeaseOptions lease, PodIdentity identity) => new()
    {
        Namespace = identity.Namespace,
        LeaseName = lease.LeaseName,

        // A pod's name comes again after a restart of its container, which is another process.
        Identity = $"{identity.Name}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
    };
}
